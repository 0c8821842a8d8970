using Microsoft.AspNetCore.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Identity;

/// <summary>A hash of nobody's password, verified where there is no account, so that the time of an answer does not tell.</summary>
internal sealed class StandInHash(IPasswordHasher<AccountRecord> hasher)
{
    private readonly AccountRecord _nobody = new();
    private readonly Lazy<string> _hash = new(() => hasher.HashPassword(new AccountRecord(), PublicId.New()));

    /// <summary>The work of one verification. Its answer is always no.</summary>
    public void Verify(string password) => hasher.VerifyHashedPassword(_nobody, _hash.Value, password[..Math.Min(password.Length, Passwords.PasswordRules.Longest)]);
}
