using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Clears away keys that other keys made, a week after they have ended: a build that makes one each time would else fill its holder's list.
/// Keys that people made stay until people delete them.
/// </summary>
public sealed class FinishedKeys(Database database, TimeProvider clock)
{
    private const long Kept = 7 * KeyWarnings.Day;
    private const int Batch = 500;

    /// <summary>Clears away what is due; how many keys it was. Nothing that still worked stops by it.</summary>
    public async Task<int> ClearAsync(CancellationToken cancellation = default)
    {
        int cleared = 0;
        while (true)
        {
            int count = await database.WriteAsync(ClearBatchAsync, cancellation);
            cleared += count;
            if (count < Batch)
            {
                return cleared;
            }
        }
    }

    private async Task<int> ClearBatchAsync(WriteTransaction write)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        List<long> ended = await write.QueryAsync<long>(
            """
            SELECT id FROM api_keys WHERE parent_id IS NOT NULL AND deleted_at IS NULL AND (expires_at <= @before OR revoked_at <= @before)
            ORDER BY id LIMIT @Batch
            """, new { before = now - Kept, Batch });
        foreach (long id in ended)
        {
            await write.ExecuteAsync("UPDATE api_keys SET deleted_at = @now WHERE id = @id", new { now, id });
            await KeySecrets.DestroyAsync(write, id);
        }

        return ended.Count;
    }
}
