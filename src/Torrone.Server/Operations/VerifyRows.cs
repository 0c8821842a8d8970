using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;
using Torrone.Server.Data;

namespace Torrone.Server.Operations;

/// <summary>Reads what each version's row says of its package. One that cannot be read, or speaks of another package, is shown nowhere.</summary>
public sealed class VerifyRows(Database database)
{
    private const int Batch = 200;

    internal async Task RunAsync(VerifyReport report, CancellationToken cancellation)
    {
        Row last = new();
        while (await NextAsync(last, cancellation) is { Count: > 0 } rows)
        {
            foreach (Row row in rows.Where(row => !IsSound(row)))
            {
                report.Add("RowDamaged", row.LowerId, row.LowerVersion, row.Id);
            }

            last = rows[^1];
        }
    }

    private static bool IsSound(Row row) =>
        PackageId.TryParse(row.DisplayId, out PackageId? id) && id.Lower == row.LowerId
        && PackageVersion.TryParse(row.Original, out PackageVersion? version) && version.Lower == row.LowerVersion
        && ManifestJson.TryDeserialize(row.Manifest, out PackageManifest? manifest)
        && PackageId.TryParse(manifest.Id, out PackageId? named) && named == id
        && PackageVersion.TryParse(manifest.Version, out PackageVersion? told) && told == version
        && DeprecationJson.TryRead(row.Deprecation, out _);

    private Task<List<Row>> NextAsync(Row after, CancellationToken cancellation) => database.ReadAsync(read => read.QueryAsync<Row>(
        """
        SELECT v.id, p.lower_id, p.display_id, v.lower_version, v.original, v.manifest, v.deprecation
        FROM versions v JOIN packages p ON p.id = v.package_id
        WHERE v.id > @Id AND v.state <> 'deleted' ORDER BY v.id LIMIT @Batch
        """, new { after.Id, Batch }), cancellation);

    private sealed class Row
    {
        public long Id { get; init; }

        public string LowerId { get; init; } = "";

        public string DisplayId { get; init; } = "";

        public string LowerVersion { get; init; } = "";

        public string Original { get; init; } = "";

        public string? Manifest { get; init; }

        public string? Deprecation { get; init; }
    }
}
