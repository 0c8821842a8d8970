using Microsoft.AspNetCore.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Identity;

/// <summary>People for ASP.NET Core Identity, over our own rows. Each call is a transaction of its own.</summary>
internal sealed partial class AccountStore(Database database, TimeProvider clock, IdentityErrorDescriber errors) :
    IUserPasswordStore<AccountRecord>, IUserEmailStore<AccountRecord>, IUserSecurityStampStore<AccountRecord>, IUserLockoutStore<AccountRecord>
{
    public async Task<IdentityResult> CreateAsync(AccountRecord user, CancellationToken cancellationToken)
    {
        user.PublicId = user.PublicId.Length > 0 ? user.PublicId : PublicId.New();
        try
        {
            await database.WriteAsync(write => AccountRows.InsertAsync(write, user, clock.GetUtcNow().ToUnixTimeMilliseconds()), cancellationToken);
            return IdentityResult.Success;
        }
        catch (System.Data.Common.DbException e) when (database.IsUniqueViolation(e))
        {
            return IdentityResult.Failed(errors.DuplicateUserName(user.Name));
        }
    }

    public async Task<IdentityResult> UpdateAsync(AccountRecord user, CancellationToken cancellationToken)
    {
        bool current = await database.WriteAsync(write => AccountRows.UpdateAsync(write, user), cancellationToken);
        return current ? IdentityResult.Success : IdentityResult.Failed(errors.ConcurrencyFailure());
    }

    /// <summary>The name stays taken: a deleted person's packages and log rows must not become a stranger's.</summary>
    public async Task<IdentityResult> DeleteAsync(AccountRecord user, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            write => write.ExecuteAsync("UPDATE principals SET deleted_at = @now WHERE id = @PrincipalId AND deleted_at IS NULL",
                new { user.PrincipalId, now = clock.GetUtcNow().ToUnixTimeMilliseconds() }), cancellationToken);
        return IdentityResult.Success;
    }

    public Task<AccountRecord?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(read => AccountRows.FindByPublicIdAsync(read, userId), cancellationToken);

    public Task<AccountRecord?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        database.ReadAsync(read => AccountRows.FindByLowerNameAsync(read, normalizedUserName), cancellationToken);

    public Task<AccountRecord?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        database.ReadAsync(read => AccountRows.FindByLowerEmailAsync(read, normalizedEmail), cancellationToken);

    public async Task<int> IncrementAccessFailedCountAsync(AccountRecord user, CancellationToken cancellationToken)
    {
        user.AccessFailedCount = await database.WriteAsync(write => AccountRows.CountFailureAsync(write, user.PrincipalId), cancellationToken);
        return (int)user.AccessFailedCount;
    }

    public async Task ResetAccessFailedCountAsync(AccountRecord user, CancellationToken cancellationToken)
    {
        await database.WriteAsync(write => AccountRows.ForgetFailuresAsync(write, user.PrincipalId), cancellationToken);
        user.AccessFailedCount = 0;
    }

    public async Task SetLockoutEndDateAsync(AccountRecord user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockoutEnd = lockoutEnd?.ToUnixTimeMilliseconds();
        await database.WriteAsync(write => AccountRows.LockOutAsync(write, user.PrincipalId, user.LockoutEnd), cancellationToken);
    }

    public void Dispose()
    {
        // Nothing is held between calls.
    }
}
