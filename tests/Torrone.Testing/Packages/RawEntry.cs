namespace Torrone.Testing.Packages;

/// <summary>One entry of an archive that may lie: what is null is told truly.</summary>
public sealed record RawEntry(string Name, byte[] Data)
{
    public byte[]? NameBytes { get; init; }

    public byte[]? LocalName { get; init; }

    public ushort Method { get; init; }

    /// <summary>What is stored in place of the data, such as its deflated form.</summary>
    public byte[]? Packed { get; init; }

    public uint? Size { get; init; }

    public uint? LocalSize { get; init; }

    public uint? PackedSize { get; init; }

    public uint? Checksum { get; init; }

    public uint? Offset { get; init; }

    public ushort Flags { get; init; }

    public ushort Date { get; init; } = 0x5A21;

    public byte[] Extra { get; init; } = [];

    public byte[] LocalExtra { get; init; } = [];

    public ushort Disk { get; init; }
}
