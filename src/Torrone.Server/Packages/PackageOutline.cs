using Torrone.NuGet.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Packages;

/// <summary>
/// A package without what its manifests say: enough for every document that names versions and no more, at a fraction of the cost where
/// versions go into the thousands.
/// </summary>
/// <param name="PackageId">The row's number.</param>
/// <param name="Id">As its newest pushed version spells it.</param>
/// <param name="Versions">From the lowest to the highest, unlisted ones included; at least one.</param>
public sealed record PackageOutline(long PackageId, PackageId Id, IReadOnlyList<VersionOutline> Versions)
{
    // Either engine takes as many parameters.
    private const int MostIds = 500;

    /// <summary>The package; null when no version of it may be downloaded.</summary>
    internal static async Task<PackageOutline?> ReadAsync(DbSession read, long feedId, string lowerId)
    {
        List<Row> rows = await read.QueryAsync<Row>(
            """
            SELECT p.id AS package_id, p.display_id, v.id, v.original, v.semver2 FROM packages p JOIN versions v ON v.package_id = p.id
            WHERE p.feed_id = @feedId AND p.lower_id = @lowerId AND v.state = 'available'
            """, new { feedId, lowerId });
        if (rows.Count == 0)
        {
            return null;
        }

        return new PackageOutline(
            rows[0].PackageId,
            NuGet.Identity.PackageId.TryParse(rows[0].DisplayId, out PackageId? id)
                ? id
                : throw new InvalidDataException($"Package row {rows[0].PackageId} holds an illegal id."),
            [.. rows.Select(Outline).OrderBy(v => v.Version)]);
    }

    /// <summary>Some of a package's versions whole, from the lowest to the highest.</summary>
    internal static async Task<IReadOnlyList<VersionRecord>> WholeAsync(DbSession read, IEnumerable<VersionOutline> versions)
    {
        List<VersionRecord> whole = [];
        foreach (long[] ids in versions.Select(v => v.Id).Chunk(MostIds))
        {
            whole.AddRange(await PackageQueries.VersionsAsync(read, "id IN @ids", new { ids }));
        }

        return whole.Count <= MostIds ? whole : [.. whole.OrderBy(v => v.Version)];
    }

    private static VersionOutline Outline(Row row) => new(
        row.Id,
        PackageVersion.TryParse(row.Original, out PackageVersion? version)
            ? version
            : throw new InvalidDataException($"Version row {row.Id} holds an illegal version."),
        row.Semver2 != 0 || version.IsSemVer2);

    private sealed class Row
    {
        public long PackageId { get; init; }

        public string DisplayId { get; init; } = "";

        public long Id { get; init; }

        public string Original { get; init; } = "";

        public long Semver2 { get; init; }
    }
}

/// <summary>One version of an outline.</summary>
/// <param name="Id">The row's number.</param>
/// <param name="SemVer2">Clients before SemVer 2 must not be shown it.</param>
public sealed record VersionOutline(long Id, PackageVersion Version, bool SemVer2);
