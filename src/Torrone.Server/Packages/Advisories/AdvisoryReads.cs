using NuGet.Versioning;
using Torrone.NuGet.Advisories;
using Torrone.NuGet.V3;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Advisories;

/// <summary>Reads the advisories that count: not withdrawn by their authors, not dismissed here.</summary>
public static class AdvisoryReads
{
    // Either engine takes as many parameters.
    private const int MostIds = 500;

    private const string Counting =
        """
        SELECT p.lower_id, p.ranges, a.identifier, a.aliases, a.summary, a.severity, a.url, a.modified_at
        FROM advisory_packages p JOIN advisories a ON a.id = p.advisory_id WHERE a.withdrawn_at IS NULL AND a.dismissed_at IS NULL
        """;

    /// <summary>By lower-case id, the weaknesses of those of the packages that have one, worst first.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<PackageAdvisory>>> OfAsync(DbSession read, IEnumerable<string> lowerIds)
    {
        List<Row> rows = [];
        foreach (string[] ids in lowerIds.Distinct(StringComparer.Ordinal).Chunk(MostIds))
        {
            rows.AddRange(await read.QueryAsync<Row>($"{Counting} AND p.lower_id IN @ids", new { ids }));
        }

        return rows.GroupBy(r => r.LowerId).ToDictionary(g => g.Key, g => OneWeaknessOnce.Of([.. g.Select(Advisory)]));
    }

    /// <summary>Every package that has one, by id, as the protocol tells of it.</summary>
    public static async Task<List<VulnerablePackage>> AllAsync(DbSession read)
    {
        List<VulnerablePackage> all = [];
        foreach (IGrouping<string, Row> package in (await read.QueryAsync<Row>(Counting)).GroupBy(r => r.LowerId).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            all.Add(new VulnerablePackage(package.Key,
            [
                .. OneWeaknessOnce.Of([.. package.Select(Advisory)])
                    .SelectMany(a => a.Ranges.Select(r => new VulnerableRange(a.Url, (int)a.Severity, r.ToNormalizedString()))),
            ]));
        }

        return all;
    }

    /// <summary>What is known of the data; null when nothing was ever imported.</summary>
    public static Task<AdvisoryState?> StateAsync(DbSession read) =>
        read.FirstOrDefaultAsync<AdvisoryState>("SELECT imported_at, changed_at FROM advisory_state WHERE id = 1");

    /// <summary>As they are stored.</summary>
    internal static string[] Ranges(string stored) => stored.Split('|');

    private static PackageAdvisory Advisory(Row row) => new(
        row.Identifier, row.Aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Summary, (AdvisorySeverity)row.Severity, row.Url, row.ModifiedAt,
        [.. Ranges(row.Ranges).Select(VersionRange.Parse)]);

    private sealed class Row
    {
        public string LowerId { get; init; } = "";

        public string Ranges { get; init; } = "";

        public string Identifier { get; init; } = "";

        public string Aliases { get; init; } = "";

        public string Summary { get; init; } = "";

        public long Severity { get; init; }

        public string Url { get; init; } = "";

        public long ModifiedAt { get; init; }
    }
}
