
namespace Torrone.Server.Accounts.Identity;

// What Identity reads and sets on a record in memory.
internal sealed partial class AccountStore
{
    public Task<string> GetUserIdAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.PublicId);

    public Task<string?> GetUserNameAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(AccountRecord user, string? userName, CancellationToken cancellationToken) => Done(user.Name = userName ?? "");

    public Task<string?> GetNormalizedUserNameAsync(AccountRecord user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name.ToLowerInvariant());

    // The rows derive it from the name.
    public Task SetNormalizedUserNameAsync(AccountRecord user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetPasswordHashAsync(AccountRecord user, string? passwordHash, CancellationToken cancellationToken) =>
        Done(user.PasswordHash = passwordHash);

    public Task<string?> GetPasswordHashAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetEmailAsync(AccountRecord user, string? email, CancellationToken cancellationToken) => Done(user.Email = email ?? "");

    public Task<string?> GetEmailAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<bool> GetEmailConfirmedAsync(AccountRecord user, CancellationToken cancellationToken) =>
        Task.FromResult(user.EmailConfirmedAt is not null);

    public Task SetEmailConfirmedAsync(AccountRecord user, bool confirmed, CancellationToken cancellationToken) =>
        Done(user.EmailConfirmedAt = confirmed ? user.EmailConfirmedAt ?? clock.GetUtcNow().ToUnixTimeMilliseconds() : null);

    public Task<string?> GetNormalizedEmailAsync(AccountRecord user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email.ToLowerInvariant());

    // The rows derive it from the address.
    public Task SetNormalizedEmailAsync(AccountRecord user, string? normalizedEmail, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetSecurityStampAsync(AccountRecord user, string stamp, CancellationToken cancellationToken) => Done(user.SecurityStamp = stamp);

    public Task<string?> GetSecurityStampAsync(AccountRecord user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task<int> GetAccessFailedCountAsync(AccountRecord user, CancellationToken cancellationToken) =>
        Task.FromResult((int)user.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(true);

    // Everybody's account can be locked out.
    public Task SetLockoutEnabledAsync(AccountRecord user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(
        user.LockoutEnd is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : (DateTimeOffset?)null);

    private static Task Done<T>(T set)
    {
        _ = set;
        return Task.CompletedTask;
    }
}
