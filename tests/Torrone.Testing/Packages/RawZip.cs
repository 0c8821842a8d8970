using System.IO.Compression;
using System.Text;

namespace Torrone.Testing.Packages;

/// <summary>Writes zip archives byte by byte, so that each number in them can be made false.</summary>
public sealed class RawZip
{
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    private readonly List<RawEntry> entries = [];

    public ushort? Count { get; init; }

    public uint? DirectorySize { get; init; }

    public uint? DirectoryOffset { get; init; }

    public byte[] Comment { get; init; } = [];

    public ushort? CommentLength { get; init; }

    public byte[] BetweenDirectoryAndEnd { get; init; } = [];

    /// <summary>Writes the wide end records too; the entry count in them is this.</summary>
    public ulong? WideCount { get; init; }

    public ulong? WideOffset { get; init; }

    public RawZip Add(RawEntry entry)
    {
        entries.Add(entry);
        return this;
    }

    public RawZip Add(string name, string content) => Add(new RawEntry(name, Encoding.UTF8.GetBytes(content)));

    public static byte[] Deflate(byte[] data)
    {
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Optimal, true))
        {
            deflate.Write(data);
        }

        return buffer.ToArray();
    }

    public byte[] Build()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        var offsets = entries.ConvertAll(entry => WriteLocal(writer, entry));
        var start = buffer.Position;
        foreach (var (entry, offset) in entries.Zip(offsets))
        {
            WriteCentral(writer, entry, offset);
        }

        var size = buffer.Position - start;
        writer.Write(BetweenDirectoryAndEnd);
        if (WideCount is { } wide)
        {
            WriteWide(writer, wide, (ulong)size, (ulong)start);
        }

        writer.Write("PK\x05\x06"u8);
        writer.Write(0u);
        writer.Write(Count ?? (ushort)entries.Count);
        writer.Write(Count ?? (ushort)entries.Count);
        writer.Write(DirectorySize ?? (uint)size);
        writer.Write(DirectoryOffset ?? (uint)start);
        writer.Write(CommentLength ?? (ushort)Comment.Length);
        writer.Write(Comment);
        return buffer.ToArray();
    }

    private void WriteWide(BinaryWriter writer, ulong count, ulong size, ulong start)
    {
        var position = (ulong)writer.BaseStream.Position;
        writer.Write("PK\x06\x06"u8);
        writer.Write(44ul);
        writer.Write((ushort)45);
        writer.Write((ushort)45);
        writer.Write(0u);
        writer.Write(0u);
        writer.Write(count);
        writer.Write(count);
        writer.Write(size);
        writer.Write(WideOffset ?? start);
        writer.Write("PK\x06\x07"u8);
        writer.Write(0u);
        writer.Write(position);
        writer.Write(1u);
    }

    private static uint WriteLocal(BinaryWriter writer, RawEntry entry)
    {
        var offset = (uint)writer.BaseStream.Position;
        var name = entry.LocalName ?? Name(entry);
        var packed = entry.Packed ?? entry.Data;
        writer.Write("PK\x03\x04"u8);
        writer.Write((ushort)20);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write((ushort)0);
        writer.Write(entry.Date);
        writer.Write(entry.Checksum ?? Crc(entry.Data));
        writer.Write((uint)packed.Length);
        writer.Write(entry.LocalSize ?? entry.Size ?? (uint)entry.Data.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)entry.LocalExtra.Length);
        writer.Write(name);
        writer.Write(entry.LocalExtra);
        writer.Write(packed);
        return offset;
    }

    private static void WriteCentral(BinaryWriter writer, RawEntry entry, uint offset)
    {
        var name = Name(entry);
        writer.Write("PK\x01\x02"u8);
        writer.Write((ushort)20);
        writer.Write((ushort)20);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write((ushort)0);
        writer.Write(entry.Date);
        writer.Write(entry.Checksum ?? Crc(entry.Data));
        writer.Write(entry.PackedSize ?? (uint)(entry.Packed ?? entry.Data).Length);
        writer.Write(entry.Size ?? (uint)entry.Data.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)entry.Extra.Length);
        writer.Write((ushort)0);
        writer.Write(entry.Disk);
        writer.Write((ushort)0);
        writer.Write(0u);
        writer.Write(entry.Offset ?? offset);
        writer.Write(name);
        writer.Write(entry.Extra);
    }

    private static byte[] Name(RawEntry entry) => entry.NameBytes ?? Encoding.UTF8.GetBytes(entry.Name);

    /// <summary>A byte at a time, by a table made as the format's description has it.</summary>
    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc = (crc >> 8) ^ Remainders[(crc ^ one) & 0xFF];
        }

        return ~crc;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        }

        return value;
    }
}
