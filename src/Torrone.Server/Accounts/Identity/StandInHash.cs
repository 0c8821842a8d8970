using Microsoft.AspNetCore.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Identity;

/// <summary>
/// The work of a wrong password where there is no account: a hash of nobody's password is verified, and as much is written as the
/// counting of a failure writes, so that the time of an answer does not tell.
/// </summary>
internal sealed class StandInHash(IPasswordHasher<AccountRecord> hasher, Database database)
{
    private readonly AccountRecord _nobody = new();
    private readonly Lazy<string> _hash = new(() => hasher.HashPassword(new AccountRecord(), PublicId.New()));

    /// <summary>The work of one wrong password. There is no answer but no.</summary>
    public async Task VerifyAsync(string password)
    {
        hasher.VerifyHashedPassword(_nobody, _hash.Value, password[..Math.Min(password.Length, Passwords.PasswordRules.Longest)]);
        // The framework writes twice: the count, then the record.
        for (int write = 0; write < 2; write++)
        {
            await database.WriteAsync(w => w.ExecuteAsync(
                "INSERT INTO meta (name, value) VALUES ('stand-in', @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                new { value = PublicId.New() }));
        }
    }
}
