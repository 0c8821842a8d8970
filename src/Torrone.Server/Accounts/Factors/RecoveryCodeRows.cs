using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Data;
using Torrone.Server.Secrets;

namespace Torrone.Server.Accounts.Factors;

/// <summary>
/// Recovery codes: ten, each good once. A code has some 50 random bits, which a plain hash would not protect; the rows hold its HMAC
/// under the master key.
/// </summary>
internal sealed class RecoveryCodeRows(MasterKey master, TimeProvider clock)
{
    /// <summary>How many there are of a set.</summary>
    public const int Count = 10;

    private const string Purpose = "recovery-codes";
    private const int Length = 10;

    // Without what is mistaken for something else when it is read from paper.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>Makes a fresh set; earlier codes stop to work.</summary>
    /// <returns>The codes, kept nowhere else: "abcde-fghjk".</returns>
    public async Task<IReadOnlyList<string>> RenewAsync(WriteTransaction write, long principalId)
    {
        await ForgetAsync(write, principalId);
        string[] codes = [.. Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length))];
        foreach (string code in codes)
        {
            await write.ExecuteAsync(
                "INSERT INTO recovery_codes (user_id, code_hash) VALUES (@principalId, @hash)", new { principalId, hash = Hash(code, master.Current) });
        }

        return [.. codes.Select(c => $"{c[..5]}-{c[5..]}")];
    }

    /// <summary>Takes a code as <see cref="GivenCode.Clean"/> leaves it. False when it is none, or was used.</summary>
    public async Task<bool> TakeAsync(WriteTransaction write, long principalId, string code)
    {
        if (code.Length != Length)
        {
            return false;
        }

        foreach (int version in master.Versions)
        {
            if (await write.ExecuteAsync(
                "UPDATE recovery_codes SET used_at = @now WHERE user_id = @principalId AND code_hash = @hash AND used_at IS NULL",
                new { now = clock.GetUtcNow().ToUnixTimeMilliseconds(), principalId, hash = Hash(code, version) }) == 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many are unused.</summary>
    public static Task<long> LeftAsync(DbSession read, long principalId) => read.ScalarAsync<long>(
        "SELECT count(*) FROM recovery_codes WHERE user_id = @principalId AND used_at IS NULL", new { principalId });

    /// <summary>Takes all of a person's codes away.</summary>
    public static Task<int> ForgetAsync(WriteTransaction write, long principalId) =>
        write.ExecuteAsync("DELETE FROM recovery_codes WHERE user_id = @principalId", new { principalId });

    private byte[] Hash(string code, int version) => HMACSHA256.HashData(master.Derive(Purpose, version), Encoding.ASCII.GetBytes(code));
}
