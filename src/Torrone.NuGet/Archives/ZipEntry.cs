namespace Torrone.NuGet.Archives;

/// <summary>One entry as the central directory declares it. None of it is true until the entry has been unpacked and compared.</summary>
/// <param name="Name">The name exactly as stored.</param>
/// <param name="Path">The name with percent escapes undone, which is where clients write the file.</param>
/// <param name="NameBytes">The length of the stored name, in bytes.</param>
/// <param name="Modified">The stored time, which has no zone, read as UTC; null when it is no time.</param>
internal sealed record ZipEntry(
    string Name,
    string Path,
    int NameBytes,
    ushort Flags,
    ushort Method,
    uint Checksum,
    long PackedSize,
    long Size,
    long Offset,
    DateTimeOffset? Modified)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;
    private const ushort EncryptedFlags = 0x2041;

    /// <summary>Encrypted in the old or the strong way, or with its directory masked.</summary>
    public bool IsEncrypted => (Flags & EncryptedFlags) != 0;

    public bool HasKnownMethod => Method is Stored or Deflated;

    /// <summary>Compressed in one of the two ways that every client knows, and not encrypted.</summary>
    public bool IsReadable => !IsEncrypted && HasKnownMethod;

    public bool IsAtRoot => !Path.Contains('/', StringComparison.Ordinal);
}
