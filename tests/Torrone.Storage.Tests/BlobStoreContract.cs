using System.Security.Cryptography;

namespace Torrone.Storage.Tests;

/// <summary>What every store promises. A store joins by deriving from this and making itself.</summary>
public abstract class BlobStoreContract : IAsyncDisposable
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TemporaryFolder Folder { get; } = new();

    protected abstract IBlobStore MakeStore();

    [Fact]
    public async Task What_was_put_is_read_back_whole()
    {
        var store = MakeStore();
        var content = RandomNumberGenerator.GetBytes(300_000);
        await using var spool = await Spool(store, content);

        Assert.True(await store.PutAsync(spool, Cancellation));

        await using var stream = await store.OpenReadAsync(BlobHash.Of(content), Cancellation);
        Assert.NotNull(stream);
        Assert.True(stream.CanSeek);
        Assert.Equal(content.Length, stream.Length);
        Assert.Equal(content, await ReadAll(stream));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var store = MakeStore();
        await Put(store, []);

        Assert.Equal(0, (await store.FindAsync(BlobHash.Of([]), Cancellation))!.Value.Size);
        await using var stream = await store.OpenReadAsync(BlobHash.Of([]), Cancellation);
        Assert.Equal(0, stream!.Length);
    }

    [Fact]
    public async Task The_spool_stays_readable_after_the_put_and_after_its_own_disposal_the_blob_does()
    {
        var store = MakeStore();
        byte[] content = [1, 2, 3];
        await using (var spool = await Spool(store, content))
        {
            await store.PutAsync(spool, Cancellation);
            await using var again = spool.OpenRead();
            Assert.Equal(content, await ReadAll(again));
        }

        await using var stream = await store.OpenReadAsync(BlobHash.Of(content), Cancellation);
        Assert.Equal(content, await ReadAll(stream!));
    }

    [Fact]
    public async Task Putting_the_same_bytes_again_says_so_and_keeps_one_blob()
    {
        var store = MakeStore();
        Assert.True(await Put(store, [1, 2, 3]));
        Assert.False(await Put(store, [1, 2, 3]));
        Assert.Single(await All(store));
    }

    [Fact]
    public async Task A_blob_spooled_elsewhere_is_stored_too()
    {
        var store = MakeStore();
        using var elsewhere = new TemporaryFolder();
        await using var spool = await BlobSpool.SpoolAsync(new MemoryStream([4, 5, 6]), elsewhere.Path, 3, Cancellation);

        Assert.True(await store.PutAsync(spool, Cancellation));

        await using var stream = await store.OpenReadAsync(BlobHash.Of([4, 5, 6]), Cancellation);
        Assert.Equal([4, 5, 6], await ReadAll(stream!));
        Assert.Empty(Directory.GetFiles(store.SpoolFolder));
    }

    [Fact]
    public async Task An_unknown_hash_is_null_everywhere()
    {
        var store = MakeStore();
        var unknown = BlobHash.Of([9]);
        Assert.Null(await store.OpenReadAsync(unknown, Cancellation));
        Assert.Null(await store.FindAsync(unknown, Cancellation));
        Assert.False(await store.DeleteAsync(unknown, Cancellation));
    }

    [Fact]
    public async Task Find_tells_size_and_time()
    {
        var store = MakeStore();
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await Put(store, new byte[1234]);

        var info = await store.FindAsync(BlobHash.Of(new byte[1234]), Cancellation);

        Assert.Equal(1234, info!.Value.Size);
        Assert.Equal(BlobHash.Of(new byte[1234]), info.Value.Hash);
        Assert.InRange(info.Value.LastModified, before - 2_000, before + 60_000);
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_can_be_put_again()
    {
        var store = MakeStore();
        await Put(store, [7]);
        Assert.True(await store.DeleteAsync(BlobHash.Of([7]), Cancellation));
        Assert.Null(await store.OpenReadAsync(BlobHash.Of([7]), Cancellation));
        Assert.Empty(await All(store));
        Assert.True(await Put(store, [7]));
        Assert.NotNull(await store.FindAsync(BlobHash.Of([7]), Cancellation));
    }

    [Fact]
    public async Task A_reader_survives_the_deletion_of_what_it_reads()
    {
        var store = MakeStore();
        var content = RandomNumberGenerator.GetBytes(200_000);
        await Put(store, content);
        await using var stream = await store.OpenReadAsync(BlobHash.Of(content), Cancellation);
        await store.DeleteAsync(BlobHash.Of(content), Cancellation);
        Assert.Equal(content, await ReadAll(stream!));
    }

    [Fact]
    public async Task The_list_holds_every_blob_once()
    {
        var store = MakeStore();
        var expected = new HashSet<BlobHash>();
        for (byte i = 0; i < 40; i++)
        {
            await Put(store, [i, i]);
            expected.Add(BlobHash.Of([i, i]));
        }

        var listed = await All(store);

        Assert.Equal(40, listed.Count);
        Assert.Equal(expected, listed.Select(b => b.Hash).ToHashSet());
        Assert.All(listed, b => Assert.Equal(2, b.Size));
    }

    [Fact]
    public async Task Equal_bytes_put_at_once_from_many_sides_are_one_whole_blob()
    {
        var store = MakeStore();
        var content = RandomNumberGenerator.GetBytes(100_000);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Put(store, content), Cancellation)));

        Assert.Single(await All(store));
        await using var stream = await store.OpenReadAsync(BlobHash.Of(content), Cancellation);
        Assert.Equal(content, await ReadAll(stream!));
        Assert.Empty(Directory.GetFiles(store.SpoolFolder));
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static async Task<SpooledBlob> Spool(IBlobStore store, byte[] content) =>
        await BlobSpool.SpoolAsync(new MemoryStream(content), store.SpoolFolder, content.Length, Cancellation);

    protected static async Task<bool> Put(IBlobStore store, byte[] content)
    {
        await using var spool = await Spool(store, content);
        return await store.PutAsync(spool, Cancellation);
    }

    protected static async Task<List<BlobInfo>> All(IBlobStore store)
    {
        var all = new List<BlobInfo>();
        await foreach (var blob in store.ListAsync(Cancellation))
        {
            all.Add(blob);
        }

        return all;
    }

    protected static async Task<byte[]> ReadAll(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}
