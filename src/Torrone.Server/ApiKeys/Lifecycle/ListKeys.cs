using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Shows a person, or an organization's administrators, their keys and what they may make keys for.</summary>
public sealed class ListKeys(Database database, KeyOwners owners, TimeProvider clock)
{
    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Every key of the principal that is not deleted (for a key that calls: that it made); what needs attention first, then by name.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not see keys of the principal.</exception>
    public async Task<IReadOnlyList<KeyDetails>> RunAsync(KeyCaller caller, long principalId, CancellationToken cancellation = default)
    {
        List<KeyDetails> keys = await AllowedAsync(caller, principalId, read => KeyReader.ListAsync(read, caller, principalId), cancellation);
        return [.. keys.OrderBy(k => k.StateAt(Now)).ThenBy(k => k.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>How many keys a person should hear of on the first page: expired, about to within 14 days, frozen or held.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not see keys of the principal.</exception>
    public Task<long> CountNeedingAttentionAsync(KeyCaller caller, long principalId, CancellationToken cancellation = default) =>
        AllowedAsync(caller, principalId, read => read.ScalarAsync<long>(
            """
            SELECT count(*) FROM api_keys
            WHERE principal_id = @principalId AND deleted_at IS NULL AND revoked_at IS NULL AND used_up_at IS NULL AND parent_id IS NULL
            AND (expires_at <= @soon OR frozen_at IS NOT NULL OR held_at IS NOT NULL)
            """, new { principalId, soon = Now + (KeyWarnings.ExpiringDays * KeyWarnings.Day) }), cancellation);

    /// <summary>
    /// One key; for an organization also one of a member that acts for it. Null when there is none, or the calling key has not made it.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not see keys of the principal.</exception>
    public Task<KeyDetails?> FindAsync(KeyCaller caller, long principalId, string publicId, CancellationToken cancellation = default) =>
        AllowedAsync(caller, principalId, read => KeyReader.FindSeenAsync(read, caller, principalId, publicId), cancellation);

    /// <summary>Everybody that keys of the principal may act for: itself first.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not see keys of the principal.</exception>
    public Task<List<KeyOwner>> OwnersAsync(KeyCaller caller, long principalId, CancellationToken cancellation = default) =>
        AllowedAsync(caller, principalId, read => owners.AllAsync(read, caller, principalId), cancellation);

    private Task<T> AllowedAsync<T>(KeyCaller caller, long principalId, Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        database.ReadSnapshotAsync(async read =>
        {
            await KeyRights.DemandAsync(read, caller, principalId, Now);
            return await work(read);
        }, cancellation);
}
