using System.Buffers.Binary;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>
/// Where the central directory lies, read from the records at the archive's end before anything else is believed. There must be exactly
/// one way to read them: a reader that searches backwards for the end record finds the same one as a reader that trusts its length.
/// </summary>
internal sealed record ZipEnd(long EntryCount, long DirectoryOffset, long DirectorySize)
{
    private const uint EndSignature = 0x06054B50;
    private const uint Zip64EndSignature = 0x06064B50;
    private const uint Zip64LocatorSignature = 0x07064B50;
    private const int EndSize = 22;
    private const int Zip64EndSize = 56;
    private const int Zip64LocatorSize = 20;
    private const int LargestTail = EndSize + ushort.MaxValue;

    /// <summary>Finds the end records; null and a problem when there are none or they contradict themselves.</summary>
    public static ZipEnd? Read(Stream archive, ProblemList problems)
    {
        var tail = new byte[(int)Math.Min(archive.Length, LargestTail)];
        var tailStart = archive.Length - tail.Length;
        archive.Position = tailStart;
        archive.ReadExactly(tail);

        var at = LastEndRecord(tail);
        if (at < 0)
        {
            problems.Add(ProblemCode.ArchiveTruncated);
            return null;
        }

        var record = tail.AsSpan(at);
        var end = ReadRecord(archive, record, tailStart + at);
        if (end is null || BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != record.Length - EndSize)
        {
            problems.Add(ProblemCode.ArchiveEndInvalid);
            return null;
        }

        return end;
    }

    private static int LastEndRecord(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail[at..]) == EndSignature)
            {
                return at;
            }
        }

        return -1;
    }

    private static ZipEnd? ReadRecord(Stream archive, ReadOnlySpan<byte> record, long position)
    {
        var disks = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
        var entriesHere = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (disks != 0 || entriesHere != entries)
        {
            return null;
        }

        var (zip64, zip64Position) = ReadZip64(archive, position);
        if (zip64 is null)
        {
            return zip64Position is null && offset + (long)size == position ? new ZipEnd(entries, offset, size) : null;
        }

        var agrees = (entries == ushort.MaxValue || entries == zip64.EntryCount)
            && (size == uint.MaxValue || size == zip64.DirectorySize)
            && (offset == uint.MaxValue || offset == zip64.DirectoryOffset);
        return agrees && zip64.DirectoryOffset + zip64.DirectorySize == zip64Position ? zip64 : null;
    }

    /// <summary>No record and no position: not zip64. No record but a position: a zip64 archive that is broken.</summary>
    private static (ZipEnd? End, long? Position) ReadZip64(Stream archive, long endPosition)
    {
        var locatorPosition = endPosition - Zip64LocatorSize;
        Span<byte> buffer = stackalloc byte[Zip64EndSize];
        if (locatorPosition < 0 || !TryRead(archive, locatorPosition, buffer[..Zip64LocatorSize], Zip64LocatorSignature))
        {
            return (null, null);
        }

        var disk = BinaryPrimitives.ReadUInt32LittleEndian(buffer[4..]);
        var position = BinaryPrimitives.ReadInt64LittleEndian(buffer[8..]);
        if (disk != 0 || position != locatorPosition - Zip64EndSize || position < 0 || !TryRead(archive, position, buffer, Zip64EndSignature))
        {
            return (null, endPosition);
        }

        var disks = BinaryPrimitives.ReadUInt64LittleEndian(buffer[16..]);
        var entriesHere = BinaryPrimitives.ReadInt64LittleEndian(buffer[24..]);
        var entries = BinaryPrimitives.ReadInt64LittleEndian(buffer[32..]);
        var size = BinaryPrimitives.ReadInt64LittleEndian(buffer[40..]);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(buffer[48..]);
        var sane = disks == 0 && entriesHere == entries && entries >= 0 && size >= 0 && size <= position && offset >= 0 && offset <= position;
        return (sane ? new ZipEnd(entries, offset, size) : null, position);
    }

    private static bool TryRead(Stream archive, long position, Span<byte> buffer, uint signature)
    {
        archive.Position = position;
        archive.ReadExactly(buffer);
        return BinaryPrimitives.ReadUInt32LittleEndian(buffer) == signature;
    }
}
