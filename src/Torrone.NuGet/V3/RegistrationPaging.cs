using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>How a package's versions are cut into pages, so that a page can be written without reading the versions of the others.</summary>
public static class RegistrationPaging
{
    /// <summary>The most versions on a page; clients expect 64.</summary>
    public const int PageSize = 64;

    /// <summary>The most versions that an index holds itself. A longer one only points to its pages: clients read it whole every time.</summary>
    public const int MaxInline = 127;

    /// <summary>True when the index holds so many versions itself.</summary>
    public static bool IsInline(int versions) => versions <= MaxInline;

    /// <summary>The versions of each page, lowest first; each page is a range, which is what lets clients skip pages.</summary>
    public static List<PackageVersion[]> Cut(IEnumerable<PackageVersion> versions) => [.. versions.Order().Chunk(PageSize)];

    /// <summary>The versions of the page with these bounds; null when the package is cut into other pages by now, or needs none.</summary>
    /// <param name="versions">All versions of the hive.</param>
    public static PackageVersion[]? Find(IReadOnlyCollection<PackageVersion> versions, PackageVersion lower, PackageVersion upper) =>
        IsInline(versions.Count) ? null : Cut(versions).Find(page => page[0] == lower && page[^1] == upper);
}
