using Torrone.Server.Data;
using Torrone.Storage;

namespace Torrone.Server.Packages;

/// <summary>Removes bytes that no version names: what crashes, refusals after the fact and abandoned uploads leave behind.</summary>
/// <remarks>
/// It cannot race a push of the same bytes: both take the hash's row. Either the sweeper is first, and the push finds the bytes gone and
/// puts them again; or the push is first, and the sweeper finds the row fresh.
/// </remarks>
public sealed class BlobSweeper(Database database, IBlobStore blobs, TimeProvider clock, ILogger<BlobSweeper> logger) : BackgroundService
{
    /// <summary>Younger bytes may belong to a push that is still under way.</summary>
    public static readonly TimeSpan YoungestSwept = TimeSpan.FromHours(24);

    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    /// <summary>Sweeps once.</summary>
    /// <returns>How many blobs were removed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        int removed = 0;
        long before = clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)YoungestSwept.TotalMilliseconds;
        await foreach (BlobInfo blob in blobs.ListAsync(cancellation))
        {
            if (blob.LastModified < before && await RemoveAsync(blob.Hash, before, isYoungKept: true, cancellation))
            {
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Removes a blob at once when nothing names it any more, however young it is. A push of the same bytes puts them again.</summary>
    /// <returns>False when something still names it, or it was not there.</returns>
    public Task<bool> ReleaseAsync(BlobHash hash, CancellationToken cancellation = default) =>
        RemoveAsync(hash, clock.GetUtcNow().ToUnixTimeMilliseconds(), isYoungKept: false, cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Not in the first minute: a start should be quick, and orphans are in nobody's way.
            for (TimeSpan wait = TimeSpan.FromMinutes(1); ; wait = Every)
            {
                await Task.Delay(wait, clock, stoppingToken);
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is left is swept another time.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellation)
    {
        try
        {
            BlobSpool.Sweep(blobs.SpoolFolder, clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)YoungestSwept.TotalMilliseconds);
            int removed = await SweepAsync(cancellation);
            if (removed > 0)
            {
                logger.LogInformation("Removed {Count} blobs that no version names.", removed);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Orphans are harmless; the next round tries again.
            logger.LogWarning(e, "Unreferenced blobs could not be swept; trying again later.");
        }
    }

    private Task<bool> RemoveAsync(BlobHash hash, long before, bool isYoungKept, CancellationToken cancellation) => database.WriteAsync(async write =>
    {
        byte[] key = hash.ToArray();
        // The row is made when it is missing, so that there is one to take.
        await write.ExecuteAsync(
            "INSERT INTO blobs (hash, size, touched_at) VALUES (@key, 0, 0) ON CONFLICT (hash) DO UPDATE SET size = blobs.size", new { key });
        long used = await write.ScalarAsync<long>(
            """
            SELECT (SELECT count(*) FROM blobs WHERE hash = @key AND touched_at >= @young)
                + (SELECT count(*) FROM versions WHERE blob_hash = @key) + (SELECT count(*) FROM symbol_files WHERE blob_hash = @key)
                + (SELECT count(*) FROM uploads WHERE blob_hash = @key AND expires_at >= @before)
            """, new { key, before, young = isYoungKept ? before : long.MaxValue });
        if (used > 0)
        {
            return false;
        }

        await write.ExecuteAsync("DELETE FROM blobs WHERE hash = @key", new { key });
        // Inside the transaction: the row is held until the bytes are gone. Losing the commit then only leaves a row without bytes.
        return await blobs.DeleteAsync(hash, write.Cancellation);
    }, cancellation);
}
