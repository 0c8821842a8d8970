using Torrone.NuGet.V2;
using Torrone.Server.Packages;
using Torrone.Server.Search;

namespace Torrone.Server.ProtocolV2;

/// <summary>What the V2 collections hold, over the same data as V3.</summary>
internal sealed class V2Queries(PackageQueries packages, SearchIndex index, PackageScan scan)
{
    /// <summary>Packages(): every version, unlisted ones too.</summary>
    public async Task<V2Page> PackagesAsync(long feedId, V2Options options, CancellationToken cancellation)
    {
        if (FilterShape.Id(options.Filter) is { } id)
        {
            return await OfIdAsync(feedId, id, options, cancellation);
        }

        if (options.Order is { IsByDownloads: true } && FilterShape.Latest(options.Filter) is { } flag)
        {
            return await SearchLatestAsync(feedId, "", flag == "IsAbsoluteLatestVersion", options, cancellation);
        }

        return await ScanAsync(feedId, options, _ => true, cancellation);
    }

    /// <summary>FindPackagesById(): every version of one package, unlisted ones too.</summary>
    public async Task<V2Page> OfIdAsync(long feedId, string id, V2Options options, CancellationToken cancellation)
    {
        PackageRecord? package = await packages.FindAsync(feedId, id.ToLowerInvariant(), cancellation);
        return package is null ? V2Page.Of([], options) : V2Page.Of(Sorted(Filtered(V2Entries.Of(package, options.SemVer2), options), options), options);
    }

    /// <summary>Search(): listed versions of the packages that match the words, best first when no order is asked for.</summary>
    public async Task<V2Page> SearchAsync(long feedId, string term, bool prerelease, V2Options options, CancellationToken cancellation)
    {
        bool unordered = options.Order is null || (term.Length == 0 && options.Order.IsByDownloads);
        string? flag = FilterShape.Latest(options.Filter);
        if (unordered && ((flag == "IsLatestVersion") || (flag == "IsAbsoluteLatestVersion" && prerelease)))
        {
            return await SearchLatestAsync(feedId, term, flag == "IsAbsoluteLatestVersion", options, cancellation);
        }

        bool Shown(V2Entry entry) => entry.Listed && (prerelease || !entry.Version.IsPrerelease);
        if (term.Length == 0 && !unordered)
        {
            return await ScanAsync(feedId, options, Shown, cancellation);
        }

        SearchResult found = await index.SearchAsync(Request(feedId, term, prerelease, options) with { Take = PackageScan.Bound }, cancellation);
        // Only so many can be told from the rest; what has more matches must be asked more narrowly.
        if (found.TotalHits > found.Items.Count)
        {
            throw V2QueryException.TooBroad();
        }

        List<PackageRecord> records = await packages.FindManyAsync(feedId, found.Items.Select(i => i.Item.Id.Lower), cancellation);
        IEnumerable<V2Entry> entries = records.SelectMany(r => V2Entries.Of(r, options.SemVer2)).Where(Shown);
        return V2Page.Of(options.Order is null ? [.. Filtered(entries, options)] : Sorted(Filtered(entries, options), options), options);
    }

    /// <summary>One version; null when there is none.</summary>
    public async Task<V2Entry?> FindAsync(long feedId, string id, string lowerVersion, CancellationToken cancellation)
    {
        PackageRecord? package = await packages.FindAsync(feedId, id.ToLowerInvariant(), cancellation);
        return package is null ? null : V2Entries.Of(package, semVer2: true).FirstOrDefault(e => e.Version.Lower == lowerVersion);
    }

    // The index knows the newest version of each package, and pages.
    private async Task<V2Page> SearchLatestAsync(long feedId, string term, bool prerelease, V2Options options, CancellationToken cancellation)
    {
        SearchResult found = await index.SearchAsync(Request(feedId, term, prerelease, options) with { Skip = options.Skip, Take = options.Take }, cancellation);
        List<PackageRecord> records = await packages.FindManyAsync(feedId, found.Items.Select(i => i.Item.Id.Lower), cancellation);
        V2Entry[] page = [.. records.SelectMany(r => Filtered(V2Entries.Of(r, options.SemVer2), options))];
        long end = (long)options.Skip + found.Items.Count;
        bool more = end < found.TotalHits && found.Items.Count > 0 && found.Items.Count < (options.Top ?? int.MaxValue);
        return new V2Page(page, options.WithCount ? found.TotalHits : null, more ? ("$skip", $"{end}") : null);
    }

    private async Task<V2Page> ScanAsync(long feedId, V2Options options, Func<V2Entry, bool> wanted, CancellationToken cancellation) =>
        options.Order is null || options.Order.IsById
            ? await scan.PageAsync(feedId, options, wanted, cancellation)
            : V2Page.Of(Sorted(await scan.AllAsync(feedId, options, wanted, cancellation), options), options);

    private static IEnumerable<V2Entry> Filtered(IEnumerable<V2Entry> entries, V2Options options) =>
        entries.Where(e => options.Filter?.Matches(e) != false);

    private static List<V2Entry> Sorted(IEnumerable<V2Entry> entries, V2Options options) =>
        [.. options.Order is null ? entries.Order(Comparer<V2Entry>.Create(ODataOrder.Natural)) : entries.Order(options.Order)];

    private static SearchRequest Request(long feedId, string term, bool prerelease, V2Options options) =>
        new() { FeedId = feedId, Query = term, Prerelease = prerelease, SemVer2 = options.SemVer2 };
}
