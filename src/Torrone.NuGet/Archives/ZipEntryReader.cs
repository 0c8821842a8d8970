using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>
/// Unpacks entries one at a time, never past their declared size, and compares size and checksum with what was declared. What an entry
/// holds is looked into on the way: for secrets, and for archives within.
/// </summary>
internal sealed class ZipEntryReader(
    Stream archive, long directoryOffset, NestedBudget nested, EntrySecrets secrets, ProblemList problems, CancellationToken cancellation)
{
    /// <summary>The fixed part of a local header, in bytes.</summary>
    public const int HeaderSize = 30;

    private const uint HeaderSignature = 0x04034B50;
    private const ushort SizesFollow = 8;

    /// <summary>Where the packed bytes of the entry read last end; 0 before.</summary>
    public long End { get; private set; }

    /// <summary>Unpacks into memory; the caller has compared the declared size with a limit. Null and a problem when the entry lies.</summary>
    public byte[]? Read(ZipEntry entry)
    {
        var bytes = new byte[entry.Size];
        return Unpack(entry, bytes) ? bytes : null;
    }

    /// <summary>Unpacks to nowhere, to see whether the entry keeps its word.</summary>
    public bool Verify(ZipEntry entry) => Unpack(entry, null);

    private bool Unpack(ZipEntry entry, byte[]? target)
    {
        if (DataOffset(entry) is not { } offset)
        {
            problems.Add(ProblemCode.EntryHeaderInvalid, entry.Name);
            return false;
        }

        End = offset + entry.PackedSize;
        using var packed = new StreamSlice(archive, offset, entry.PackedSize);
        using Stream content = entry.Method == ZipEntry.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
        using var observed = new ObservedStream(content, entry.Size, secrets.Scan(entry.Name), cancellation);
        using var reader = new ForwardReader(observed);
        if (NestedArchives.Begins(reader) && target is null)
        {
            new NestedArchives(nested, secrets.Scan, cancellation).Look(reader, entry.Name, 1);
        }

        if (nested.IsSpent)
        {
            return false;
        }

        Drain(reader, target);
        if (observed.IsBroken || (observed.Size == entry.Size && observed.Checksum != entry.Checksum))
        {
            problems.Add(ProblemCode.EntryBroken, entry.Name);
            return false;
        }

        if (observed.Size != entry.Size)
        {
            problems.Add(ProblemCode.EntrySizeLies, entry.Name);
            return false;
        }

        return true;
    }

    private static void Drain(ForwardReader content, byte[]? target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var size = 0;
        for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            if (target is not null && size + read <= target.Length)
            {
                buffer.AsSpan(0, read).CopyTo(target.AsSpan(size));
                size += read;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Where the packed bytes begin; null when the local header is not the one that the central directory describes.</summary>
    private long? DataOffset(ZipEntry entry)
    {
        var nameBytes = Encoding.UTF8.GetBytes(entry.Name);
        var buffer = new byte[HeaderSize + nameBytes.Length];
        if (entry.Offset > directoryOffset - buffer.Length)
        {
            return null;
        }

        archive.Position = entry.Offset;
        if (archive.ReadAtLeast(buffer, buffer.Length, false) < buffer.Length)
        {
            return null;
        }

        var header = buffer.AsSpan();
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(header[22..]);
        var sizeAgrees = size == entry.Size || size == uint.MaxValue || ((flags & SizesFollow) != 0 && size == 0);
        var agrees = BinaryPrimitives.ReadUInt32LittleEndian(header) == HeaderSignature
            && BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) == entry.Method
            && BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) == nameBytes.Length
            && sizeAgrees
            && header[HeaderSize..].SequenceEqual(nameBytes);
        var offset = entry.Offset + buffer.Length + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        return agrees && entry.PackedSize <= directoryOffset - offset ? offset : null;
    }
}
