using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Torrone.NuGet.Archives;

namespace Torrone.NuGet.Signatures;

/// <summary>
/// The hash that a package's signature was made over: of the archive as it was before the signature was put in, which is computed by
/// leaving out what belongs to the signature's entry and counting it off every offset, count and size.
/// </summary>
internal static class SignedContent
{
    private const int HeaderSize = 46;
    private const int OffsetAt = 42;
    private const int EndSize = 22;

    /// <summary>Null when the archive is of a kind that cannot be signed: with the wide records of zip64.</summary>
    /// <param name="entries">In directory order, of a structure that was found sound.</param>
    public static byte[]? Hash(
        Stream archive, ZipEnd end, List<ZipEntry> entries, ZipEntry signature, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        if (archive.Length - end.DirectoryOffset - end.DirectorySize is < EndSize or > EndSize + ushort.MaxValue || end.DirectoryOffset > uint.MaxValue)
        {
            return null;
        }

        var tail = new byte[archive.Length - end.DirectoryOffset];
        archive.Position = end.DirectoryOffset;
        archive.ReadExactly(tail);
        var record = tail.AsSpan((int)end.DirectorySize);
        if (!record.StartsWith("PK\x05\x06"u8))
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(algorithm);
        var places = Places(entries, end.DirectoryOffset);
        var (_, signatureSize) = places[signature];
        Append(hash, archive, 0, signature.Offset, cancellation);
        Append(hash, archive, signature.Offset + signatureSize, end.DirectoryOffset, cancellation);
        var headerSize = AppendDirectory(hash, tail.AsSpan(0, (int)end.DirectorySize), entries, places, signature);

        hash.AppendData(record[..8]);
        Append(hash, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(record[8..]) - 1));
        Append(hash, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) - 1));
        Append(hash, (uint)(end.DirectorySize - headerSize));
        Append(hash, (uint)(end.DirectoryOffset - signatureSize));
        hash.AppendData(record[20..]);
        return hash.GetHashAndReset();
    }

    /// <summary>Where each entry's local part would begin without the signature, and how long it is, up to the next one.</summary>
    private static Dictionary<ZipEntry, (long Moved, long Size)> Places(List<ZipEntry> entries, long directoryOffset)
    {
        var places = new Dictionary<ZipEntry, (long, long)>(entries.Count, ReferenceEqualityComparer.Instance);
        var ordered = entries.OrderBy(entry => entry.Offset).ToList();
        var moved = 0L;
        for (var index = 0; index < ordered.Count; index++)
        {
            var size = (index + 1 < ordered.Count ? ordered[index + 1].Offset : directoryOffset) - ordered[index].Offset;
            places[ordered[index]] = (moved, size);
            moved += SignatureEntry.Is(ordered[index]) ? 0 : size;
        }

        return places;
    }

    private static int AppendDirectory(
        IncrementalHash hash, ReadOnlySpan<byte> directory, List<ZipEntry> entries, Dictionary<ZipEntry, (long Moved, long Size)> places, ZipEntry signature)
    {
        var signatureHeader = 0;
        foreach (var entry in entries)
        {
            var size = HeaderSize + BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (ReferenceEquals(entry, signature))
            {
                signatureHeader = size;
            }
            else
            {
                hash.AppendData(directory[..OffsetAt]);
                Append(hash, (uint)places[entry].Moved);
                hash.AppendData(directory[HeaderSize..size]);
            }

            directory = directory[size..];
        }

        return signatureHeader;
    }

    private static void Append(IncrementalHash hash, Stream archive, long from, long to, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        archive.Position = from;
        for (var left = to - from; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = archive.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void Append(IncrementalHash hash, ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
