using Microsoft.AspNetCore.Identity;

namespace Torrone.Server.Accounts.Identity;

/// <summary>
/// Tells Identity that an account has a second factor, by the only way it asks: without it a right password would begin the count of
/// wrong tries anew, and whoever knows the password could guess codes for ever. The codes themselves are checked elsewhere.
/// </summary>
internal sealed class FactorPresence : IUserTwoFactorTokenProvider<AccountRecord>
{
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<AccountRecord> manager, AccountRecord user) => Task.FromResult(user.TwoFactorEnabled);

    public Task<string> GenerateAsync(string purpose, UserManager<AccountRecord> manager, AccountRecord user) => Task.FromResult("");

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<AccountRecord> manager, AccountRecord user) => Task.FromResult(false);
}
