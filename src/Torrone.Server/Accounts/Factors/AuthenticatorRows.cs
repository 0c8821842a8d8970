using Torrone.Server.Data;
using Torrone.Server.Secrets;

namespace Torrone.Server.Accounts.Factors;

/// <summary>The authenticator app's seed in the person's row, sealed under the master key.</summary>
internal sealed class AuthenticatorRows(Sealer sealer, TimeProvider clock)
{
    private const string Purpose = "authenticator";

    /// <summary>Keeps the seed, with the time step of the code that confirmed it.</summary>
    public Task SetAsync(WriteTransaction write, Account account, byte[] seed, long step) => write.ExecuteAsync(
        "UPDATE users SET authenticator_secret = @secret, totp_last_step = @step, two_factor_enabled = 1 WHERE principal_id = @PrincipalId",
        new { secret = sealer.Seal(Purpose, account.PublicId, seed), step, account.PrincipalId });

    /// <summary>Forgets the seed. False when there was none.</summary>
    public static async Task<bool> ClearAsync(WriteTransaction write, long principalId) => await write.ExecuteAsync(
        "UPDATE users SET authenticator_secret = NULL WHERE principal_id = @principalId AND authenticator_secret IS NOT NULL", new { principalId }) > 0;

    /// <summary>Takes a code of the app: each is good once. False when it is none, or was taken before.</summary>
    public async Task<bool> TakeAsync(WriteTransaction write, long principalId, string code)
    {
        Kept? kept = await write.FirstOrDefaultAsync<Kept>(
            """
            SELECT p.public_id, u.authenticator_secret, u.totp_last_step FROM users u JOIN principals p ON p.id = u.principal_id
            WHERE u.principal_id = @principalId
            """, new { principalId });
        return kept?.AuthenticatorSecret is { } secret && sealer.Open(Purpose, kept.PublicId, secret) is { } seed
            && Totp.Match(seed, code, clock.GetUtcNow().ToUnixTimeMilliseconds(), kept.TotpLastStep) is { } step
            && await write.ExecuteAsync(
                "UPDATE users SET totp_last_step = @step WHERE principal_id = @principalId AND totp_last_step < @step", new { step, principalId }) == 1;
    }

    private sealed class Kept
    {
        public string PublicId { get; init; } = "";

        public byte[]? AuthenticatorSecret { get; init; }

        public long TotpLastStep { get; init; }
    }
}
