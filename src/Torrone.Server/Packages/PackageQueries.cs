using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;
using Torrone.Server.Data;
using Torrone.Server.Packages.Advisories;
using Torrone.Storage;

namespace Torrone.Server.Packages;

/// <summary>What is asked about packages. Reads only; a caller that shows a private feed has checked before.</summary>
public sealed class PackageQueries(Database database)
{
    private const string VersionColumns =
        "id, original, manifest, listed, size, hash_served, blob_hash, first_published_at, changed_at, downloads, deprecation, "
        + "(SELECT p.lower_id FROM packages p WHERE p.id = versions.package_id) AS package_lower_id";

    /// <summary>The package, or null when no version of it may be downloaded.</summary>
    public Task<PackageRecord?> FindAsync(long feedId, string lowerId, CancellationToken cancellation = default) =>
        database.ReadAsync(read => FindAsync(read, feedId, lowerId), cancellation);

    /// <summary>Packages by id, as many of the named ones as have a version that may be downloaded, in the order of the names.</summary>
    public Task<List<PackageRecord>> FindManyAsync(long feedId, IEnumerable<string> lowerIds, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            List<PackageRecord> found = [];
            foreach (string lowerId in lowerIds)
            {
                if (await FindAsync(read, feedId, lowerId) is { } package)
                {
                    found.Add(package);
                }
            }

            return found;
        }, cancellation);

    /// <summary>Ids in lower case, in the database's own order, so that who pages by them repeats and skips none.</summary>
    /// <param name="after">The last one that was seen; empty for the first page.</param>
    /// <param name="prefix">What they begin with, in lower case; empty for all.</param>
    /// <param name="most">1 to 1,000.</param>
    public Task<List<string>> IdsAfterAsync(long feedId, string after, string prefix, int most, CancellationToken cancellation = default) =>
        database.ReadAsync(read => read.QueryAsync<string>(
            """
            SELECT lower_id FROM packages WHERE feed_id = @feedId AND lower_id > @after AND lower_id LIKE @like ESCAPE '!'
            ORDER BY lower_id LIMIT @most
            """, new
            {
                feedId, after, most = Math.Clamp(most, 1, 1_000),
                like = prefix.Replace("!", "!!", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)
                    .Replace("%", "!%", StringComparison.Ordinal) + "%",
            }), cancellation);

    /// <summary>One version's blob, or null when it may not be downloaded.</summary>
    public async Task<BlobHash?> BlobAsync(long feedId, string lowerId, string lowerVersion, CancellationToken cancellation = default)
    {
        byte[]? hash = await database.ReadAsync(read => read.ScalarAsync<byte[]>(
            """
            SELECT v.blob_hash FROM versions v JOIN packages p ON p.id = v.package_id
            WHERE p.feed_id = @feedId AND p.lower_id = @lowerId AND v.lower_version = @lowerVersion AND v.state = 'available'
            """, new { feedId, lowerId, lowerVersion }), cancellation);
        return hash is null ? null : new BlobHash(hash);
    }

    /// <summary>The packages a principal owns, by id; their newest listed version, or the newest unlisted one when none is listed.</summary>
    public Task<List<OwnedPackage>> OwnedByAsync(long feedId, long principalId, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            List<OwnedRow> rows = await read.QueryAsync<OwnedRow>(
                """
                SELECT p.lower_id, p.display_id, p.downloads, v.id, v.original, v.listed FROM package_owners o
                JOIN packages p ON p.id = o.package_id JOIN versions v ON v.package_id = p.id
                WHERE o.principal_id = @principalId AND p.feed_id = @feedId AND v.state = 'available' ORDER BY p.lower_id
                """, new { feedId, principalId });
            List<OwnedPackage> owned = [.. rows.Where(r => PackageVersion.TryParse(r.Original, out _)).GroupBy(r => r.LowerId).Select(OwnedPackage.From)];
            // Manifests are long: only those of the versions that are shown are read.
            Dictionary<long, string> manifests = [];
            foreach (long[] ids in owned.Select(o => o.ShownId).Chunk(500))
            {
                foreach (ManifestRow row in await read.QueryAsync<ManifestRow>("SELECT id, manifest FROM versions WHERE id IN @ids", new { ids }))
                {
                    manifests[row.Id] = row.Manifest;
                }
            }

            return owned.ConvertAll(o => o with { Description = ManifestJson.TryDeserialize(manifests[o.ShownId], out PackageManifest? shown) ? shown.Description : "" });
        }, cancellation);

    /// <summary>How many packages have a listed version.</summary>
    public Task<long> CountAsync(long feedId, CancellationToken cancellation = default) => database.ReadAsync(read => read.ScalarAsync<long>(
        """
        SELECT count(*) FROM packages p WHERE p.feed_id = @feedId
        AND EXISTS (SELECT 1 FROM versions v WHERE v.package_id = p.id AND v.listed = 1 AND v.state = 'available')
        """, new { feedId }), cancellation);

    internal static async Task<PackageRecord?> FindAsync(DbSession read, long feedId, string lowerId)
    {
        PackageRow? package = await read.FirstOrDefaultAsync<PackageRow>(
            "SELECT id, lower_id, display_id, downloads FROM packages WHERE feed_id = @feedId AND lower_id = @lowerId",
            new { feedId, lowerId });
        if (package is null)
        {
            return null;
        }

        List<VersionRecord> versions = await VersionsAsync(read, "package_id = @Id", package);
        if (versions.Count == 0)
        {
            return null;
        }

        List<PackageOwner> owners = await read.QueryAsync<PackageOwner>(
            """
            SELECT r.id, r.name, r.kind FROM package_owners o JOIN principals r ON r.id = o.principal_id
            WHERE o.package_id = @id AND r.deleted_at IS NULL ORDER BY r.lower_name
            """, new { id = package.Id });
        return new PackageRecord
        {
            Id = package.Id,
            FeedId = feedId,
            LowerId = package.LowerId,
            DisplayId = package.DisplayId,
            Downloads = package.Downloads,
            Owners = owners,
            Versions = versions,
        };
    }

    /// <summary>
    /// Versions that may be downloaded, whole, from the lowest to the highest. One whose row is damaged is left out, so that the others of
    /// the package stay in reach; <c>torrone verify</c> names it.
    /// </summary>
    /// <param name="where">Which of them, in terms of the table "versions".</param>
    internal static async Task<List<VersionRecord>> VersionsAsync(DbSession read, string where, object parameters)
    {
        List<VersionRow> rows = await read.QueryAsync<VersionRow>($"SELECT {VersionColumns} FROM versions WHERE {where} AND state = 'available'", parameters);
        var advisories = await AdvisoryReads.OfAsync(read, rows.Select(r => r.PackageLowerId));
        return [.. rows.Select(r => Version(r, advisories.GetValueOrDefault(r.PackageLowerId, []))).OfType<VersionRecord>().OrderBy(v => v.Version)];
    }

    private static VersionRecord? Version(VersionRow row, IReadOnlyList<PackageAdvisory> advisories) =>
        PackageVersion.TryParse(row.Original, out PackageVersion? version)
        && ManifestJson.TryDeserialize(row.Manifest, out PackageManifest? manifest)
        && DeprecationJson.TryRead(row.Deprecation, out Deprecation? deprecation)
            ? new VersionRecord
            {
                Id = row.Id,
                Version = version,
                Manifest = manifest,
                Listed = row.Listed != 0,
                Size = row.Size,
                Hash = row.HashServed,
                Blob = new BlobHash(row.BlobHash),
                PublishedAt = row.FirstPublishedAt,
                ChangedAt = row.ChangedAt,
                Downloads = row.Downloads,
                Deprecation = deprecation,
                Advisories = [.. advisories.Where(a => a.Affects(version))],
            }
            : null;

    private sealed class PackageRow
    {
        public long Id { get; init; }

        public string LowerId { get; init; } = "";

        public string DisplayId { get; init; } = "";

        public long Downloads { get; init; }
    }

    private sealed class ManifestRow
    {
        public long Id { get; init; }

        public string Manifest { get; init; } = "";
    }

    private sealed class VersionRow
    {
        public long Id { get; init; }

        public string Original { get; init; } = "";

        public string Manifest { get; init; } = "";

        public long Listed { get; init; }

        public long Size { get; init; }

        public byte[] HashServed { get; init; } = [];

        public byte[] BlobHash { get; init; } = [];

        public long FirstPublishedAt { get; init; }

        public long ChangedAt { get; init; }

        public string? Deprecation { get; init; }

        public string PackageLowerId { get; init; } = "";

        public long Downloads { get; init; }
    }
}
