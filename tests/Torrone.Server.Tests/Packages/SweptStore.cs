using Torrone.Storage;

namespace Torrone.Server.Tests.Packages;

/// <summary>A real store of files that once loses bytes which lay there before a put, as when the sweeper comes just then.</summary>
internal sealed class SweptStore(FileBlobStore files) : IBlobStore
{
    /// <summary>How often bytes were put that were not there.</summary>
    public int Written { get; private set; }

    private bool Swept { get; set; }

    public string SpoolFolder => files.SpoolFolder;

    public async Task<bool> PutAsync(SpooledBlob spool, CancellationToken cancellation = default)
    {
        bool put = await files.PutAsync(spool, cancellation);
        Written += put ? 1 : 0;
        if (!put && !Swept)
        {
            Swept = true;
            await files.DeleteAsync(spool.Sha256, cancellation);
        }

        return put;
    }

    public Task<Stream?> OpenReadAsync(BlobHash hash, CancellationToken cancellation = default) => files.OpenReadAsync(hash, cancellation);

    public ValueTask<BlobInfo?> FindAsync(BlobHash hash, CancellationToken cancellation = default) => files.FindAsync(hash, cancellation);

    public Task<bool> DeleteAsync(BlobHash hash, CancellationToken cancellation = default) => files.DeleteAsync(hash, cancellation);

    public IAsyncEnumerable<BlobInfo> ListAsync(CancellationToken cancellation = default) => files.ListAsync(cancellation);

    public string? LocalPath(BlobHash hash) => files.LocalPath(hash);
}
