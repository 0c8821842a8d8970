using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Factors;

namespace Torrone.Server.Accounts.Identity;

// What Identity asks about second factors. That it knows of them matters for the count of wrong tries too: a right password alone must
// not begin the count anew, or whoever knows it could guess codes for ever.
internal sealed partial class AccountStore : IUserPasskeyStore<AccountRecord>, IUserTwoFactorStore<AccountRecord>
{
    public Task<bool> GetTwoFactorEnabledAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.TwoFactorEnabled);

    // The flag follows from the factors' own rows.
    public Task SetTwoFactorEnabledAsync(AccountRecord user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(AccountRecord user, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(read => PasskeyRows.OfAsync(read, user.PrincipalId), cancellationToken)).Select(PasskeyRows.Read)];

    public async Task<AccountRecord?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => await database.ReadAsync(
        async read => await PasskeyRows.FindAsync(read, credentialId) is { } row ? await AccountRows.FindAsync(read, row.UserId) : null, cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(AccountRecord user, byte[] credentialId, CancellationToken cancellationToken) =>
        await database.ReadAsync(read => PasskeyRows.FindAsync(read, credentialId), cancellationToken) is { } row && row.UserId == user.PrincipalId
            ? PasskeyRows.Read(row)
            : null;

    public Task AddOrUpdatePasskeyAsync(AccountRecord user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (!await PasskeyRows.UsedAsync(write, passkey, now))
        {
            await PasskeyRows.AddAsync(write, user.PrincipalId, passkey, passkey.Name ?? "", now);
        }
    }, cancellationToken);

    public Task RemovePasskeyAsync(AccountRecord user, byte[] credentialId, CancellationToken cancellationToken) =>
        database.WriteAsync(write => PasskeyRows.RemoveAsync(write, user.PrincipalId, credentialId), cancellationToken);
}
