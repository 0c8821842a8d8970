using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>Reads the central directory within bounds: as many entries as declared, in as many bytes as declared, both under the limits.</summary>
internal static class ZipDirectory
{
    private const uint HeaderSignature = 0x02014B50;
    private const int HeaderSize = 46;
    private const ushort Zip64Extra = 1;
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>The entries in directory order; null and a problem when the directory cannot be believed.</summary>
    public static List<ZipEntry>? Read(Stream archive, ZipEnd end, ArchiveLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        if (end.EntryCount > limits.MaxEntries)
        {
            problems.Add(ProblemCode.ArchiveTooManyEntries, Text(limits.MaxEntries));
            return null;
        }

        if (end.DirectorySize > limits.MaxDirectoryBytes)
        {
            problems.Add(ProblemCode.ArchiveDirectoryTooLarge, Text(limits.MaxDirectoryBytes));
            return null;
        }

        if (end.DirectorySize < end.EntryCount * HeaderSize)
        {
            problems.Add(ProblemCode.ArchiveDirectoryInvalid);
            return null;
        }

        using var slice = new StreamSlice(archive, end.DirectoryOffset, end.DirectorySize);
        using var directory = new BufferedStream(slice, (int)Math.Clamp(end.DirectorySize, 1, 64 * 1024));
        var entries = new List<ZipEntry>((int)end.EntryCount);
        var rest = end.DirectorySize;
        var variable = new byte[limits.MaxNameBytes + ushort.MaxValue];
        for (var index = 0; index < end.EntryCount; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = ReadEntry(directory, variable, limits, ref rest, problems);
            if (entry is null)
            {
                return null;
            }

            entries.Add(entry);
        }

        if (rest != 0)
        {
            problems.Add(ProblemCode.ArchiveDirectoryInvalid);
            return null;
        }

        return entries;
    }

    private static ZipEntry? ReadEntry(BufferedStream directory, byte[] variable, ArchiveLimits limits, ref long rest, ProblemList problems)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (rest < HeaderSize || directory.ReadAtLeast(header, HeaderSize, false) < HeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderSignature)
        {
            problems.Add(ProblemCode.ArchiveDirectoryInvalid);
            return null;
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        var commentLength = BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        rest -= HeaderSize + nameLength + extraLength + commentLength;
        if (nameLength > limits.MaxNameBytes)
        {
            problems.Add(ProblemCode.EntryNameTooLong, Text(limits.MaxNameBytes));
            return null;
        }

        var name = variable.AsSpan(0, nameLength);
        var extra = variable.AsSpan(nameLength, extraLength);
        var both = variable.AsSpan(0, nameLength + extraLength);
        if (rest < 0 || directory.ReadAtLeast(both, both.Length, false) < both.Length || !Skip(directory, commentLength))
        {
            problems.Add(ProblemCode.ArchiveDirectoryInvalid);
            return null;
        }

        if (DecodeName(name) is not { } text)
        {
            problems.Add(ProblemCode.EntryNameUnreadable, Encoding.UTF8.GetString(name));
            return null;
        }

        return Build(header, text, nameLength, extra, problems);
    }

    private static ZipEntry? Build(ReadOnlySpan<byte> header, string name, int nameBytes, ReadOnlySpan<byte> extra, ProblemList problems)
    {
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        var disk = BinaryPrimitives.ReadUInt16LittleEndian(header[34..]);
        var wide = Zip64Field(extra);
        if (!Widen(ref size, ref wide) || !Widen(ref packed, ref wide) || !Widen(ref offset, ref wide) || disk != 0)
        {
            problems.Add(ProblemCode.EntryHeaderInvalid, name);
            return null;
        }

        return new ZipEntry(
            name,
            name.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(name) : name,
            nameBytes,
            BinaryPrimitives.ReadUInt16LittleEndian(header[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
            packed,
            size,
            offset,
            DosTime.Read(BinaryPrimitives.ReadUInt16LittleEndian(header[14..]), BinaryPrimitives.ReadUInt16LittleEndian(header[12..])));
    }

    private static string? DecodeName(ReadOnlySpan<byte> name)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Zip64Field(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                return [];
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Extra)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    /// <summary>Takes the next wide number for a field that is full; false when there is none or it is negative.</summary>
    private static bool Widen(ref long field, ref ReadOnlySpan<byte> wide)
    {
        if (field != uint.MaxValue)
        {
            return true;
        }

        if (wide.Length < 8)
        {
            return false;
        }

        field = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[8..];
        return field >= 0;
    }

    private static bool Skip(BufferedStream directory, int count)
    {
        Span<byte> buffer = stackalloc byte[256];
        while (count > 0)
        {
            var read = directory.Read(buffer[..Math.Min(count, buffer.Length)]);
            if (read == 0)
            {
                return false;
            }

            count -= read;
        }

        return true;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
