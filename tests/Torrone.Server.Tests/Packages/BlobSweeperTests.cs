using Microsoft.Extensions.Logging.Abstractions;
using Torrone.Server.Data;
using Torrone.Server.Packages;
using Torrone.Server.Tests.Data;
using Torrone.Storage;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>What no version names goes after a day; what a push is just using stays.</summary>
public sealed class BlobSweeperTests(Engines engines)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Only_old_orphans_are_removed(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        using TemporaryFolder folder = new();
        FileBlobStore blobs = new(folder.Under("blobs"));
        BlobHash old = await Put(blobs, folder, "old orphan", daysAgo: 3);
        BlobHash young = await Put(blobs, folder, "young orphan", daysAgo: 0);
        BlobHash touched = await Put(blobs, folder, "old bytes that a push has just taken again", daysAgo: 3);
        BlobHash used = await Put(blobs, folder, "old bytes of a version", daysAgo: 3);
        await Take(database, touched, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await Take(database, used, 1);
        await database.WriteAsync(async w =>
        {
            await w.ExecuteAsync("INSERT INTO feeds (public_id, name, lower_name, created_at) VALUES ('f', 'main', 'main', 0)");
            await w.ExecuteAsync("INSERT INTO packages (feed_id, lower_id, display_id, created_at) SELECT id, 'p', 'P', 0 FROM feeds");
            await w.ExecuteAsync(
                """
                INSERT INTO versions (package_id, lower_version, normalized, original, prerelease, semver2, listed, state, origin, manifest, size,
                    hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at)
                SELECT id, '1.0.0', '1.0.0', '1.0.0', 0, 0, 1, 'available', 'pushed', '{}', 1, @hash, @hash, @hash, 0, 0, 0 FROM packages
                """, new { hash = used.ToArray() });
        }, Now);

        using BlobSweeper sweeper = new(database, blobs, TimeProvider.System, NullLogger<BlobSweeper>.Instance);
        Assert.Equal(1, await sweeper.SweepAsync(Now));
        Assert.Null(await blobs.FindAsync(old, Now));
        Assert.NotNull(await blobs.FindAsync(young, Now));
        Assert.NotNull(await blobs.FindAsync(touched, Now));
        Assert.NotNull(await blobs.FindAsync(used, Now));
    }

    private static Task Take(Database database, BlobHash hash, long at) => database.WriteAsync(
        w => w.ExecuteAsync("INSERT INTO blobs (hash, size, touched_at) VALUES (@hash, 1, @at)", new { hash = hash.ToArray(), at }), Now);

    private static async Task<BlobHash> Put(FileBlobStore blobs, TemporaryFolder folder, string text, int daysAgo)
    {
        using MemoryStream source = new(System.Text.Encoding.UTF8.GetBytes(text));
        await using SpooledBlob spool = await BlobSpool.SpoolAsync(source, blobs.SpoolFolder, 1000, Now);
        await blobs.PutAsync(spool, Now);
        File.SetLastWriteTimeUtc(blobs.LocalPath(spool.Sha256)!, DateTime.UtcNow.AddDays(-daysAgo));
        return spool.Sha256;
    }
}
