using Torrone.NuGet.Advisories;
using Torrone.Server.Data;
using Torrone.Server.Feeds;

namespace Torrone.Server.Packages.Advisories;

/// <summary>The advisories as an administrator looks through them.</summary>
public sealed class AdvisoryList(Database database, FeedDirectory feeds)
{
    /// <summary>On one page.</summary>
    public const int PageSize = 50;

    private const string Columns =
        "a.id, a.identifier, a.aliases, a.summary, a.severity, a.url, a.modified_at, a.withdrawn_at, a.dismissed_at, a.dismissed_reason";

    private const string Matching =
        """
        FROM advisories a WHERE (@like = '' OR a.lower_identifier LIKE @like ESCAPE '!' OR lower(a.aliases) LIKE @like ESCAPE '!' OR lower(a.summary) LIKE @like ESCAPE '!'
            OR EXISTS (SELECT 1 FROM advisory_packages p WHERE p.advisory_id = a.id AND p.lower_id LIKE @like ESCAPE '!'))
        AND (@here = 0 OR EXISTS (SELECT 1 FROM advisory_packages p JOIN packages k ON k.lower_id = p.lower_id WHERE p.advisory_id = a.id AND k.feed_id = @feed))
        """;

    /// <summary>What was imported last, and when; null when nothing ever was.</summary>
    public Task<AdvisoryState?> StateAsync(CancellationToken cancellation = default) => database.ReadAsync(AdvisoryReads.StateAsync, cancellation);

    /// <summary>How many match, and a page of them, the latest first.</summary>
    /// <param name="query">A part of an identifier, alias, summary or package id; null or empty for all.</param>
    /// <param name="here">True for those alone that are about a package of this gallery.</param>
    /// <param name="page">From 1.</param>
    public Task<(long Total, IReadOnlyList<StoredAdvisory> Page)> FindAsync(
        string? query, bool here, int page, CancellationToken cancellation = default) => database.ReadAsync(async read =>
        {
            string text = (query ?? "").Trim().ToLowerInvariant();
            text = text.Length > 128 ? text[..128] : text;
            var values = new
            {
                like = text.Length == 0 ? "" : $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%",
                here = here ? 1L : 0L, feed = feeds.Main.Id, most = PageSize, skip = (long)(Math.Max(page, 1) - 1) * PageSize,
            };
            long total = await read.ScalarAsync<long>($"SELECT count(*) {Matching}", values);
            List<Row> rows = await read.QueryAsync<Row>(
                $"""
                 SELECT {Columns}
                 {Matching} ORDER BY a.modified_at DESC, a.lower_identifier LIMIT @most OFFSET @skip
                 """, values);
            return (total, await WithPackagesAsync(read, rows));
        }, cancellation);

    /// <summary>The one of this identifier, whatever its case; null when there is none.</summary>
    public Task<StoredAdvisory?> FindOneAsync(string identifier, CancellationToken cancellation = default) => database.ReadAsync(async read =>
    {
        List<Row> rows = await read.QueryAsync<Row>($"SELECT {Columns} FROM advisories a WHERE a.lower_identifier = @lower", new { lower = identifier.ToLowerInvariant() });
        return (await WithPackagesAsync(read, rows)).SingleOrDefault();
    }, cancellation);

    private async Task<IReadOnlyList<StoredAdvisory>> WithPackagesAsync(DbSession read, List<Row> rows)
    {
        long[] ids = [.. rows.Select(r => r.Id)];
        List<PackageRow> packages = ids.Length == 0 ? [] : await read.QueryAsync<PackageRow>(
            "SELECT advisory_id, lower_id, display_id, ranges FROM advisory_packages WHERE advisory_id IN @ids ORDER BY lower_id", new { ids });
        Dictionary<string, string> here = await AdvisoryRows.HereAsync(read, feeds.Main.Id, packages.Select(p => p.LowerId));
        ILookup<long, PackageRow> byAdvisory = packages.ToLookup(p => p.AdvisoryId);
        return
        [
            .. rows.Select(r => new StoredAdvisory
            {
                Identifier = r.Identifier,
                Aliases = r.Aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Summary = r.Summary,
                Severity = (AdvisorySeverity)r.Severity,
                Url = r.Url,
                ModifiedAt = r.ModifiedAt,
                WithdrawnAt = r.WithdrawnAt,
                DismissedAt = r.DismissedAt,
                DismissedReason = r.DismissedReason,
                Packages = [.. byAdvisory[r.Id].Select(p => new AffectedPackage(p.DisplayId, AdvisoryReads.Ranges(p.Ranges)))],
                Here = byAdvisory[r.Id].Select(p => p.LowerId).Where(here.ContainsKey).ToHashSet(StringComparer.Ordinal),
            }),
        ];
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public string Identifier { get; init; } = "";

        public string Aliases { get; init; } = "";

        public string Summary { get; init; } = "";

        public long Severity { get; init; }

        public string Url { get; init; } = "";

        public long ModifiedAt { get; init; }

        public long? WithdrawnAt { get; init; }

        public long? DismissedAt { get; init; }

        public string? DismissedReason { get; init; }
    }

    private sealed class PackageRow
    {
        public long AdvisoryId { get; init; }

        public string LowerId { get; init; } = "";

        public string DisplayId { get; init; } = "";

        public string Ranges { get; init; } = "";
    }
}
