using Torrone.Server.Data;
using Torrone.Storage;

namespace Torrone.Server.Packages;

/// <summary>The rows that blobs are taken by: push, promotion, hard deletion and the sweeper all take them, so none works under another's hands.</summary>
public static class BlobRows
{
    /// <summary>Takes the blob's row until the commit and makes sure that its bytes are there.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <exception cref="OvertakenException">The sweeper removed the bytes, unreferenced until now: put them again, in a new transaction.</exception>
    public static async Task TakeAsync(WriteTransaction write, IBlobStore blobs, SpooledBlob spool, long now)
    {
        await write.ExecuteAsync(
            """
            INSERT INTO blobs (hash, size, touched_at) VALUES (@hash, @size, @now)
            ON CONFLICT (hash) DO UPDATE SET touched_at = excluded.touched_at
            """, new { hash = spool.Sha256.ToArray(), size = spool.Size, now });
        if (await blobs.FindAsync(spool.Sha256, write.Cancellation) is null)
        {
            throw new OvertakenException();
        }
    }
}
