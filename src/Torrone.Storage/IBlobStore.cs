namespace Torrone.Storage;

/// <summary>
/// Immutable bytes under the SHA-256 of their content. What is visible under a hash is always whole, and is never changed.
/// An interface because a gallery keeps its blobs in files or, next, in S3; one contract suite runs against every store.
/// </summary>
/// <remarks>
/// A store counts no references. Whoever deletes must make sure that nobody is putting the same bytes at that moment.
/// All methods may be called from many threads at once, and throw <see cref="IOException"/> when the medium fails.
/// </remarks>
public interface IBlobStore
{
    /// <summary>
    /// The folder to spool into what will be put here. A file store can then take the spooled file over instead of copying it.
    /// The folder exists.
    /// </summary>
    string SpoolFolder { get; }

    /// <summary>
    /// Stores what was spooled. When this returns, the blob survives a power cut. Putting the same bytes again does no harm.
    /// The spooled blob stays readable until it is disposed, wherever its bytes are now.
    /// </summary>
    /// <returns>False when the store had the blob already.</returns>
    /// <exception cref="IOException">Not stored, or not durably. Spool and put again; nothing half is visible.</exception>
    Task<bool> PutAsync(SpooledBlob spool, CancellationToken cancellation = default);

    /// <summary>Opens a blob as a seekable stream at its first byte, or null when there is none of that hash.</summary>
    Task<Stream?> OpenReadAsync(BlobHash hash, CancellationToken cancellation = default);

    /// <summary>Size and age of a blob, or null when there is none of that hash.</summary>
    ValueTask<BlobInfo?> FindAsync(BlobHash hash, CancellationToken cancellation = default);

    /// <summary>Removes a blob. Streams that are open on it read to their end.</summary>
    /// <returns>False when there was none of that hash.</returns>
    Task<bool> DeleteAsync(BlobHash hash, CancellationToken cancellation = default);

    /// <summary>
    /// Every blob, in no promised order and never all in memory. Blobs that come or go meanwhile may or may not be seen.
    /// Files in the store that are not blobs are passed over.
    /// </summary>
    IAsyncEnumerable<BlobInfo> ListAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Where a blob lies, or would lie, as a file on this machine, so that the kernel can send it; null when the store is elsewhere.
    /// Does not look whether it is there.
    /// </summary>
    string? LocalPath(BlobHash hash);
}
