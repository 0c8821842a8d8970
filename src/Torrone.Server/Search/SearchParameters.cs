using System.Globalization;
using Torrone.NuGet.Identity;

namespace Torrone.Server.Search;

/// <summary>
/// The query parameters of search and autocomplete, read leniently as clients expect of the protocol: what is missing or makes no sense
/// is its default. Names are compared without case.
/// </summary>
internal static class SearchParameters
{
    public static SearchRequest Read(IQueryCollection query, long feedId) => new()
    {
        FeedId = feedId,
        Query = query["q"].FirstOrDefault(),
        Skip = Number(query, "skip", 0),
        Take = Number(query, "take", SearchRequest.DefaultTake),
        Prerelease = bool.TryParse(query["prerelease"].FirstOrDefault(), out bool prerelease) && prerelease,
        SemVer2 = PackageVersion.TryParse(query["semVerLevel"].FirstOrDefault(), out PackageVersion? level) && level.Semantic.Major >= 2,
        // Clients before 5.x call it packageTypeFilter.
        PackageType = query["packageType"].FirstOrDefault() ?? query["packageTypeFilter"].FirstOrDefault(),
    };

    // Too many digits mean "as far as possible", a sign or a letter means nothing.
    private static int Number(IQueryCollection query, string name, int missing) =>
        long.TryParse(query[name].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (int)Math.Min(number, int.MaxValue)
            : missing;
}
