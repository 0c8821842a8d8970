using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Torrone.Storage;

/// <summary>
/// Blobs as files: <c>root/ab/cd/abcd…</c>, files of mode 0600 in folders of mode 0700. A blob is written beside, flushed, renamed into
/// its place, and the folder flushed, so that a name never shows less than all its bytes. Several processes may share a root.
/// </summary>
public sealed class FileBlobStore : IBlobStore
{
    private readonly string _root;
    private readonly Action<string> _flushFolder;

    // Folders whose own names this process has seen onto the disk. Another process may have made one and not got that far.
    private readonly ConcurrentDictionary<string, bool> _durableFolders = new(StringComparer.Ordinal);

    // Folders whose flush has failed: the kernel reports that once, so a later success would prove nothing.
    private readonly ConcurrentDictionary<string, bool> _failedFolders = new(StringComparer.Ordinal);

    /// <param name="root">Made when missing. All of it must lie on one filesystem.</param>
    public FileBlobStore(string root)
        : this(root, FolderSync.Flush)
    {
    }

    internal FileBlobStore(string root, Action<string> flushFolder)
    {
        _root = Path.GetFullPath(root);
        _flushFolder = flushFolder;
        SpoolFolder = Path.Combine(_root, "spool");
        PrivateFiles.CreateFolder(SpoolFolder);
        FlushFolder(Path.GetDirectoryName(_root) ?? _root);
    }

    /// <inheritdoc/>
    public string SpoolFolder { get; }

    /// <inheritdoc/>
    public async Task<bool> PutAsync(SpooledBlob spool, CancellationToken cancellation = default)
    {
        var path = PathOf(spool.Sha256);
        var folder = EnsureFolder(path);
        if (IsWhole(path, spool.Size))
        {
            // Whoever put it may not have flushed the name yet; the caller is about to promise it.
            FlushFolder(folder);
            return false;
        }

        if (spool.IsIn(SpoolFolder))
        {
            Place(spool, path, folder);
            return true;
        }

        await using var source = spool.OpenRead();
        await using var copy = await BlobSpool.SpoolAsync(source, SpoolFolder, spool.Size, cancellation);
        if (copy.Sha256 != spool.Sha256)
        {
            throw new IOException("The spooled file was changed before it was stored.");
        }

        Place(copy, path, folder);
        return true;
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(BlobHash hash, CancellationToken cancellation = default)
    {
        try
        {
            return Task.FromResult<Stream?>(PrivateFiles.OpenRead(PathOf(hash)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<BlobInfo?> FindAsync(BlobHash hash, CancellationToken cancellation = default)
    {
        var file = new FileInfo(PathOf(hash));
        return new(file.Exists ? new BlobInfo(hash, file.Length, PrivateFiles.LastWrite(file)) : null);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(BlobHash hash, CancellationToken cancellation = default)
    {
        var path = PathOf(hash);
        var there = File.Exists(path);
        if (there)
        {
            // Not flushed: a blob that comes back after a power cut is an orphan, which does no harm.
            File.Delete(path);
        }

        return Task.FromResult(there);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var outer in Directory.EnumerateDirectories(_root, "??"))
        {
            foreach (var inner in new DirectoryInfo(outer).EnumerateDirectories("??"))
            {
                cancellation.ThrowIfCancellationRequested();
                await Task.Yield();
                foreach (var file in inner.EnumerateFiles())
                {
                    if (BlobHash.TryParse(file.Name, out var hash) && PathOf(hash) == file.FullName && file.Exists)
                    {
                        yield return new BlobInfo(hash, file.Length, PrivateFiles.LastWrite(file));
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public string LocalPath(BlobHash hash) => PathOf(hash);

    private static bool IsWhole(string path, long size) => new FileInfo(path) is { Exists: true } file && file.Length == size;

    private void Place(SpooledBlob spool, string path, string folder)
    {
        spool.FlushToDisk();
        spool.MoveTo(path);

        // When this fails the blob stays: whole, and perhaps promised already by somebody who put the same bytes a moment ago.
        FlushFolder(folder);
    }

    private string EnsureFolder(string path)
    {
        var inner = Path.GetDirectoryName(path)!;
        if (!_durableFolders.ContainsKey(inner))
        {
            var outer = Path.GetDirectoryName(inner)!;
            PrivateFiles.CreateFolder(inner);
            FlushFolder(_root);
            FlushFolder(outer);
            _durableFolders[inner] = true;
        }

        return inner;
    }

    private void FlushFolder(string folder)
    {
        if (_failedFolders.ContainsKey(folder))
        {
            throw new IOException($"The folder {folder} failed to reach the disk earlier. Check the disk and restart.");
        }

        try
        {
            _flushFolder(folder);
        }
        catch (IOException)
        {
            _failedFolders[folder] = true;
            throw;
        }
    }

    private string PathOf(BlobHash hash)
    {
        var name = hash.ToString();
        return Path.Combine(_root, name[..2], name[2..4], name);
    }
}
