namespace Torrone.Storage;

/// <summary>
/// Bytes that have arrived, in a temporary file, with their hashes. Disposing removes the file unless a store took it over.
/// May be read by several at once; is put and disposed by one.
/// </summary>
public sealed class SpooledBlob : IAsyncDisposable
{
    // Kept open from the first write on: a write error that happens in the background is then still reported by our own fsync.
    private readonly FileStream _written;
    private bool _moved;
    private bool _disposed;

    internal SpooledBlob(FileStream written, BlobHash sha256, byte[] sha512, long size)
    {
        _written = written;
        Path = written.Name;
        Sha256 = sha256;
        Sha512 = sha512;
        Size = size;
    }

    /// <summary>The name under which a store keeps these bytes.</summary>
    public BlobHash Sha256 { get; }

    /// <summary>64 bytes.</summary>
    public byte[] Sha512 { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; }

    /// <summary>Where the bytes are now: the temporary file, or its place in a store of files.</summary>
    public string Path { get; private set; }

    /// <summary>A new seekable stream at the first byte; the caller disposes it, before this.</summary>
    /// <exception cref="ObjectDisposedException">The temporary file is gone.</exception>
    public Stream OpenRead()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return PrivateFiles.OpenRead(Path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _written.DisposeAsync();
        if (!_moved)
        {
            File.Delete(Path);
        }
    }

    internal bool IsIn(string folder) => !_moved && System.IO.Path.GetDirectoryName(Path) == folder;

    /// <exception cref="IOException">The bytes may not be on the disk. They never will be by asking again.</exception>
    internal void FlushToDisk() => _written.Flush(flushToDisk: true);

    internal void MoveTo(string path)
    {
        File.Move(Path, path, overwrite: true);
        Path = path;
        _moved = true;
    }
}
