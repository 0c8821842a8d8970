using System.Globalization;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>What archives within a package may still unpack to, all of them together with the package's own entries.</summary>
/// <param name="packed">Bytes of the package.</param>
/// <param name="unpacked">Bytes that its own entries declare.</param>
internal sealed class NestedBudget(ArchiveLimits limits, long packed, long unpacked, ProblemList problems)
{
    private long size = unpacked;
    private int entries;

    /// <summary>True when a limit was passed; nothing more is unpacked then.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>True when an archive at this depth may be looked into; the package itself is at depth 0.</summary>
    public bool MayEnter(int depth, string entry) =>
        depth <= limits.MaxNesting || Spend(ProblemCode.ArchiveNestedTooDeep, entry, Number(limits.MaxNesting));

    /// <summary>Counts an entry of an archive in the package's entry of that name.</summary>
    public bool TryTakeEntry(string entry) =>
        ++entries <= limits.MaxNestedEntries || Spend(ProblemCode.ArchiveNestedTooMany, entry, Number(limits.MaxNestedEntries));

    /// <summary>Counts unpacked bytes of an archive in the package's entry of that name.</summary>
    public bool TryTakeBytes(int count, string entry)
    {
        size += count;
        return size > limits.MaxUnpackedBytes ? Spend(ProblemCode.ArchiveNestedTooLarge, entry, Number(limits.MaxUnpackedBytes / (1024 * 1024)))
            : !limits.IsBomb(size, packed) || Spend(ProblemCode.ArchiveRatio, Number(limits.MaxRatio));
    }

    private bool Spend(string code, params string[] args)
    {
        problems.Add(code, args);
        IsSpent = true;
        return false;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
