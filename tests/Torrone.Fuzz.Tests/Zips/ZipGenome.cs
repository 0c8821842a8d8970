using System.Buffers.Binary;
using System.IO.Compression;
using Torrone.Testing.Packages;

namespace Torrone.Fuzz.Tests.Zips;

/// <summary>An archive taken apart into what it says, so that one thing of it can be changed and the rest stays true: checksums, sizes, places.</summary>
internal sealed class ZipGenome
{
    private const int MostEntries = 40;
    private const int MostData = 256 * 1024;

    public List<RawEntry> Entries { get; } = [];

    public byte[] Comment { get; private init; } = [];

    /// <summary>Reads what it can; null when there is no directory to begin from.</summary>
    public static ZipGenome? Read(byte[] archive)
    {
        var end = archive.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || archive.Length - end < 22)
        {
            return null;
        }

        ZipGenome genome = new() { Comment = archive[(end + 22)..] };
        long at = BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(end + 16));
        while (genome.Entries.Count < MostEntries && at + 46 <= end && archive.AsSpan((int)at).StartsWith("PK\x01\x02"u8))
        {
            var header = archive.AsSpan((int)at, 46);
            int name = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
            var next = at + 46 + name + extra + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
            if (next > end)
            {
                break;
            }

            if (Entry(archive, header, archive.AsSpan((int)at + 46, name), archive.AsSpan((int)at + 46 + name, extra)) is { } entry)
            {
                genome.Entries.Add(entry);
            }

            at = next;
        }

        return genome.Entries.Count == 0 ? null : genome;
    }

    /// <summary>The same entry with other data, told truly.</summary>
    public static RawEntry WithData(RawEntry entry, byte[] data) => entry with
    {
        Data = data,
        Packed = entry.Method == 8 ? RawZip.Deflate(data) : null,
        Checksum = null,
        Size = null,
        LocalSize = null,
        PackedSize = null,
    };

    private static RawEntry? Entry(byte[] archive, ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        long packedSize = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        if (offset + 30 > archive.Length)
        {
            return null;
        }

        var local = archive.AsSpan((int)offset, 30);
        var from = offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (from + packedSize > archive.Length)
        {
            return null;
        }

        var packed = archive.AsSpan((int)from, (int)packedSize).ToArray();
        var method = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        var data = method == 8 ? Inflate(packed) : packed;
        return new RawEntry("", data ?? [])
        {
            NameBytes = name.ToArray(),
            Method = method,
            Packed = method == 8 ? packed : null,
            Flags = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) & ~8),
            Date = BinaryPrimitives.ReadUInt16LittleEndian(header[14..]),
            Extra = extra.ToArray(),
        };
    }

    private static byte[]? Inflate(byte[] packed)
    {
        try
        {
            using DeflateStream deflate = new(new MemoryStream(packed), CompressionMode.Decompress);
            var buffer = new byte[MostData];
            return buffer[..deflate.ReadAtLeast(buffer, MostData, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
