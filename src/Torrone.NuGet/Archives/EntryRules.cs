using System.Globalization;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>What the entries' declarations alone must satisfy, before a byte is unpacked.</summary>
internal static class EntryRules
{
    /// <summary>Deeper paths cost time in looking for collisions and cannot be unpacked on Windows.</summary>
    private const int MaxDepth = 64;

    /// <summary>Clocks and time zones differ by less.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    public static void Check(
        IReadOnlyList<ZipEntry> entries, long archiveSize, long directoryOffset, ArchiveLimits limits, DateTimeOffset now, ProblemList problems)
    {
        var (total, bombs) = (0L, 0);
        foreach (var entry in entries)
        {
            CheckName(entry, problems);
            if (entry.Modified > now + Ahead)
            {
                problems.Add(ProblemCode.EntryFromFuture, entry.Name);
            }

            if (entry.IsEncrypted)
            {
                problems.Add(ProblemCode.EntryEncrypted, entry.Name);
            }
            else if (!entry.HasKnownMethod)
            {
                problems.Add(ProblemCode.EntryMethodUnknown, entry.Name);
            }
            else if (entry.Method == ZipEntry.Stored && entry.Size != entry.PackedSize)
            {
                problems.Add(ProblemCode.EntrySizeLies, entry.Name);
            }
            else if (limits.IsBomb(entry.Size, entry.PackedSize))
            {
                bombs++;
                problems.Add(ProblemCode.EntryRatio, entry.Name, limits.MaxRatio.ToString(CultureInfo.InvariantCulture));
            }

            total = total > limits.MaxUnpackedBytes ? total : total + Math.Min(entry.Size, limits.MaxUnpackedBytes + 1);
        }

        if (total > limits.MaxUnpackedBytes)
        {
            problems.Add(ProblemCode.ArchiveUnpacksTooLarge, (limits.MaxUnpackedBytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture));
        }

        else if (bombs == 0 && limits.IsBomb(total, archiveSize))
        {
            problems.Add(ProblemCode.ArchiveRatio, limits.MaxRatio.ToString(CultureInfo.InvariantCulture));
        }

        CheckCollisions(entries, problems);
        CheckOverlaps(entries, directoryOffset, problems);
    }

    private static void CheckName(ZipEntry entry, ProblemList problems)
    {
        var path = entry.Path;
        if (path.Length == 0 || path.Any(char.IsControl))
        {
            problems.Add(ProblemCode.EntryNameUnreadable, entry.Name);
        }
        else if (path.Contains('\\', StringComparison.Ordinal))
        {
            problems.Add(ProblemCode.EntryBackslash, entry.Name);
        }
        else if (path[0] == '/' || path.Contains(':', StringComparison.Ordinal) || HasDots(path))
        {
            problems.Add(ProblemCode.EntryEscapes, entry.Name);
        }
        else if (path.AsSpan().Count('/') > MaxDepth)
        {
            problems.Add(ProblemCode.EntryTooDeep, entry.Name, MaxDepth.ToString(CultureInfo.InvariantCulture));
        }
        else if (path.Contains("//", StringComparison.Ordinal))
        {
            problems.Add(ProblemCode.EntryDoubleSlash, entry.Name);
        }
    }

    /// <summary>Windows drops trailing dots and blanks, so that <c>".. "</c> is the parent folder as well.</summary>
    private static bool HasDots(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            var folder = path[range];
            if (!folder.IsEmpty && folder.Trim(" .").IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckCollisions(IReadOnlyList<ZipEntry> entries, ProblemList problems)
    {
        var files = new HashSet<string>(entries.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (!files.Add(entry.Path))
            {
                problems.Add(ProblemCode.EntryDuplicate, entry.Name);
            }
        }

        if (!problems.IsEmpty)
        {
            return;
        }

        var lookup = files.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var entry in entries)
        {
            var path = entry.Path.AsSpan();
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path[..slash].LastIndexOf('/'))
            {
                if (lookup.Contains(path[..slash]))
                {
                    problems.Add(ProblemCode.EntryFileAndFolder, path[..slash].ToString());
                    break;
                }
            }
        }
    }

    /// <summary>Every entry's bytes are its own: what overlaps unpacks the same bytes many times over, or hides an entry in another.</summary>
    private static void CheckOverlaps(IReadOnlyList<ZipEntry> entries, long directoryOffset, ProblemList problems)
    {
        var free = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Offset))
        {
            if (entry.Offset < free || entry.Offset > directoryOffset || entry.PackedSize > directoryOffset
                || entry.Offset + ZipEntryReader.HeaderSize + entry.NameBytes + entry.PackedSize > directoryOffset)
            {
                problems.Add(ProblemCode.EntryOverlaps, entry.Name);
                return;
            }

            free = entry.Offset + ZipEntryReader.HeaderSize + entry.NameBytes + entry.PackedSize;
        }
    }
}
