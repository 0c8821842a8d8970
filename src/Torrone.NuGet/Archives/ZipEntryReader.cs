using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>Unpacks entries one at a time, never past their declared size, and compares size and checksum with what was declared.</summary>
internal sealed class ZipEntryReader(Stream archive, long directoryOffset, ProblemList problems, CancellationToken cancellation)
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
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var (size, checksum) = Copy(content, buffer, target, entry.Size);
            if (size != entry.Size)
            {
                problems.Add(ProblemCode.EntrySizeLies, entry.Name);
                return false;
            }

            if (checksum != entry.Checksum)
            {
                problems.Add(ProblemCode.EntryBroken, entry.Name);
                return false;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            problems.Add(ProblemCode.EntryBroken, entry.Name);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads at most one byte more than declared, which is enough to know that the declaration was false.</summary>
    private (long Size, uint Checksum) Copy(Stream content, byte[] buffer, byte[]? target, long declared)
    {
        var size = 0L;
        var checksum = 0u;
        while (size <= declared)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, declared + 1 - size));
            if (read == 0)
            {
                break;
            }

            var chunk = buffer.AsSpan(0, read);
            checksum = Crc32.Append(checksum, chunk);
            if (target is not null && size + read <= target.Length)
            {
                chunk.CopyTo(target.AsSpan((int)size));
            }

            size += read;
        }

        return (size, checksum);
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
