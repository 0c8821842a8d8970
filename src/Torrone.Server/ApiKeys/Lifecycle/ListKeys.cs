using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Shows a person its keys and what it may make keys for.</summary>
public sealed class ListKeys(Database database, KeyRights rights, TimeProvider clock)
{
    /// <summary>Every key that is not deleted; what needs attention first, then by name.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public async Task<IReadOnlyList<KeyDetails>> RunAsync(Actor who, long principalId, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, principalId);
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        List<KeyDetails> keys = await database.ReadSnapshotAsync(read => KeyReader.ListAsync(read, principalId), cancellation);
        return [.. keys.OrderBy(k => k.StateAt(now)).ThenBy(k => k.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>How many keys have expired or will within 14 days: what a person should hear of on the first page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public Task<long> CountNeedingAttentionAsync(Actor who, long principalId, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, principalId);
        long soon = clock.GetUtcNow().ToUnixTimeMilliseconds() + (KeyWarnings.ExpiringDays * KeyWarnings.Day);
        return database.ReadAsync(read => read.ScalarAsync<long>(
            """
            SELECT count(*) FROM api_keys
            WHERE principal_id = @principalId AND deleted_at IS NULL AND revoked_at IS NULL AND expires_at <= @soon
            """, new { principalId, soon }), cancellation);
    }

    /// <summary>One key; null when the person has no such key.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public Task<KeyDetails?> FindAsync(Actor who, long principalId, string publicId, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, principalId);
        return database.ReadSnapshotAsync(read => KeyReader.FindAsync(read, principalId, publicId), cancellation);
    }

    /// <summary>Everybody that the person may make keys for: itself first.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public Task<List<KeyOwner>> OwnersAsync(Actor who, long principalId, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, principalId);
        return database.ReadAsync(read => rights.OwnersAsync(read, principalId), cancellation);
    }
}
