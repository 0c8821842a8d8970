using System.Security.Cryptography;

namespace Torrone.Storage.Tests;

public sealed class BlobSpoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_003)]
    public async Task Both_hashes_and_the_size_are_of_the_bytes(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        await using var spool = await BlobSpool.SpoolAsync(new DribblingStream(content), _folder.Path, length, Cancellation);

        Assert.Equal(SHA256.HashData(content), spool.Sha256.ToArray());
        Assert.Equal(SHA512.HashData(content), spool.Sha512);
        Assert.Equal(length, spool.Size);
        Assert.Equal(content, await File.ReadAllBytesAsync(spool.Path, Cancellation));
    }

    [Fact]
    public async Task One_byte_over_the_cap_is_refused_and_leaves_no_file()
    {
        var refused = await Assert.ThrowsAsync<BlobTooLargeException>(
            () => BlobSpool.SpoolAsync(new MemoryStream(new byte[101]), _folder.Path, 100, Cancellation));

        Assert.Equal(100, refused.MaxBytes);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_endless_stream_is_given_up_soon_after_the_cap()
    {
        using var endless = new EndlessStream();
        await Assert.ThrowsAsync<BlobTooLargeException>(
            () => BlobSpool.SpoolAsync(endless, _folder.Path, 1_000_000, Cancellation));

        Assert.InRange(endless.Given, 1_000_001, 1_200_000);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_no_file()
    {
        using var breaking = new EndlessStream { BreakAfter = 200_000 };
        await Assert.ThrowsAsync<IOException>(() => BlobSpool.SpoolAsync(breaking, _folder.Path, 1_000_000, Cancellation));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_stream()
    {
        using var source = new EndlessStream { EndAfter = 64 << 20 };
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await using var spool = await BlobSpool.SpoolAsync(source, _folder.Path, 64 << 20, Cancellation);

        Assert.Equal(64 << 20, spool.Size);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 8 << 20);
    }

    [Fact]
    public async Task Disposal_removes_the_file_and_may_be_repeated()
    {
        var spool = await BlobSpool.SpoolAsync(new MemoryStream([1]), _folder.Path, 1, Cancellation);
        Assert.Single(Directory.GetFiles(_folder.Path));

        await spool.DisposeAsync();
        await spool.DisposeAsync();

        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Throws<ObjectDisposedException>(spool.OpenRead);
    }

    [Fact]
    public async Task Sweep_removes_old_leftovers_only()
    {
        await using var old = await BlobSpool.SpoolAsync(new MemoryStream([1]), _folder.Path, 1, Cancellation);
        await using var fresh = await BlobSpool.SpoolAsync(new MemoryStream([2]), _folder.Path, 1, Cancellation);
        var foreign = Path.Combine(_folder.Path, "keep.txt");
        await File.WriteAllTextAsync(foreign, "mine", Cancellation);
        File.SetLastWriteTimeUtc(old.Path, DateTime.UnixEpoch.AddMilliseconds(1_000));
        File.SetLastWriteTimeUtc(foreign, DateTime.UnixEpoch.AddMilliseconds(1_000));

        Assert.Equal(0, BlobSpool.Sweep(_folder.Path, before: 1_000));
        Assert.Equal(1, BlobSpool.Sweep(_folder.Path, before: 1_001));

        Assert.Equal(new[] { fresh.Path, foreign }.Order(), Directory.GetFiles(_folder.Path).Order());
        Assert.Equal(0, BlobSpool.Sweep(Path.Combine(_folder.Path, "missing"), before: 1_001));
    }

    public void Dispose() => _folder.Dispose();
}
