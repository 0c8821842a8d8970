using System.Globalization;
using Dapper;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;
using Torrone.Server.Data;
using Torrone.Server.Packages.Advisories;

namespace Torrone.Server.Search;

/// <summary>Reads from the database what the index keeps of packages. Only listed, available versions count.</summary>
internal static class PackageSource
{
    /// <summary>How many packages are read at once.</summary>
    public const int Batch = 64;

    private const int MostDescription = 4_000;

    // Always as many places, the rest empty: one statement text, compiled once, in words that both engines know.
    private static readonly string Places = string.Join(',', Enumerable.Range(0, Batch).Select(i => string.Create(CultureInfo.InvariantCulture, $"@p{i}")));

    /// <summary>Every package, the most downloaded first: the order of ranks.</summary>
    public static Task<List<long>> RankedAsync(DbSession read) =>
        read.QueryAsync<long>("SELECT id FROM packages ORDER BY downloads DESC, lower_id");

    /// <summary>The number of a package, or null.</summary>
    public static Task<long?> FindAsync(DbSession read, long feedId, string lowerId) =>
        read.ScalarAsync<long?>("SELECT id FROM packages WHERE feed_id = @feedId AND lower_id = @lowerId", new { feedId, lowerId });

    /// <summary>All downloads together: when it has not changed, neither has the order of ranks.</summary>
    public static Task<long> TotalDownloadsAsync(DbSession read) => read.ScalarAsync<long>("SELECT COALESCE(SUM(downloads), 0) FROM packages");

    /// <summary>
    /// Reads at most <see cref="Batch"/> packages, in the order given. Those without a listed version are left out, and so is a version
    /// whose row is damaged: one of them must not keep all others from being found. The log names it, and <c>torrone verify</c> too.
    /// </summary>
    public static async Task<List<IndexedPackage>> LoadAsync(DbSession read, IReadOnlyCollection<long> packageIds, ILogger logger)
    {
        List<PackageRow> packages = await ByIdAsync<PackageRow>(read,
            "SELECT id, feed_id, lower_id, display_id, downloads FROM packages WHERE id IN", packageIds);
        ILookup<long, VersionRow> versions = (await ByIdAsync<VersionRow>(read,
            """
            SELECT id, package_id, original, lower_version, prerelease, semver2, downloads, first_published_at, deprecation
            FROM versions WHERE listed = 1 AND state = 'available' AND package_id IN
            """, packageIds)).ToLookup(v => v.PackageId);
        ILookup<long, OwnerRow> owners = (await ByIdAsync<OwnerRow>(read,
            """
            SELECT o.package_id, p.id AS principal_id, p.name FROM package_owners o JOIN principals p ON p.id = o.principal_id
            WHERE p.deleted_at IS NULL AND o.package_id IN
            """, packageIds)).ToLookup(o => o.PackageId);
        ReservedIds reserved = await ReservedIds.LoadAsync(read);
        var advisories = await AdvisoryReads.OfAsync(read, packages.Select(p => p.LowerId));
        Dictionary<long, PackageRow> byId = packages.ToDictionary(p => p.Id);
        List<IndexedPackage> found = [];
        foreach (long id in packageIds)
        {
            if (byId.TryGetValue(id, out PackageRow? package) && versions[id].Any())
            {
                PackageOwner[] ownedBy = [.. owners[id].Select(o => new PackageOwner(o.PrincipalId, o.Name)).OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)];
                if (await BuildAsync(read, package, [.. versions[id]], ownedBy, reserved, advisories.GetValueOrDefault(package.LowerId, []), logger) is { } built)
                {
                    found.Add(built);
                }
            }
        }

        return found;
    }

    private static async Task<IndexedPackage?> BuildAsync(
        DbSession read, PackageRow package, List<VersionRow> rows, PackageOwner[] owners, ReservedIds reserved,
        IReadOnlyList<PackageAdvisory> advisories, ILogger logger)
    {
        (VersionRow Row, PackageVersion Version)[] versions = [];
        int[] newest = [];
        Dictionary<int, VersionDetails>? details = null;
        while (details is null)
        {
            versions = Readable(package, rows, logger);
            newest = Newest(versions);
            details = await DetailsAsync(read, package, versions, newest, rows, advisories, logger);
        }

        if (versions.Length == 0)
        {
            return null;
        }

        return new IndexedPackage
        {
            FeedId = package.FeedId,
            LowerId = package.LowerId,
            Downloads = package.Downloads,
            Entry = new PackageEntry
            {
                Id = package.DisplayId,
                Verified = reserved.Verify(package.FeedId, package.LowerId, owners),
                Owners = [.. owners.Select(o => o.Name)],
                Versions = [.. versions.Select(v => new VersionEntry(v.Version.Semantic.ToFullString(), v.Version.Lower, v.Row.Kind, v.Row.Downloads))],
                Newest = newest,
                Details = details,
            },
        };
    }

    /// <summary>The versions that are versions, lowest first; the others are taken from the rows.</summary>
    private static (VersionRow Row, PackageVersion Version)[] Readable(PackageRow package, List<VersionRow> rows, ILogger logger)
    {
        bool isPackage = PackageId.TryParse(package.DisplayId, out _);
        List<(VersionRow Row, PackageVersion Version)> versions = [];
        foreach (VersionRow row in rows.ToArray())
        {
            if (isPackage && PackageVersion.TryParse(row.Original, out PackageVersion? version))
            {
                versions.Add((row, version));
            }
            else
            {
                LeaveOut(package, row, rows, logger);
            }
        }

        return [.. versions.OrderBy(v => v.Version)];
    }

    private static int[] Newest((VersionRow Row, PackageVersion Version)[] versions)
    {
        int[] newest = [-1, -1, -1, -1];
        for (int i = 0; i < versions.Length; i++)
        {
            for (int channel = 0; channel < SearchChannel.Count; channel++)
            {
                newest[channel] = new SearchChannel(channel).Shows(versions[i].Row.Kind) ? i : newest[channel];
            }
        }

        return newest;
    }

    /// <summary>The details of the newest versions; null when one of them cannot be read: then its row is gone from the rows, and others are the newest.</summary>
    private static async Task<Dictionary<int, VersionDetails>?> DetailsAsync(
        DbSession read, PackageRow package, (VersionRow Row, PackageVersion Version)[] versions, int[] newest, List<VersionRow> rows,
        IReadOnlyList<PackageAdvisory> advisories, ILogger logger)
    {
        Dictionary<int, VersionDetails> details = [];
        foreach (int place in newest.Where(n => n >= 0).Distinct())
        {
            VersionRow row = versions[place].Row;
            string? json = await read.ScalarAsync<string>("SELECT manifest FROM versions WHERE id = @Id", new { row.Id });
            if (!ManifestJson.TryDeserialize(json, out PackageManifest? manifest) || !DeprecationJson.TryRead(row.Deprecation, out Deprecation? deprecation))
            {
                LeaveOut(package, row, rows, logger);
                return null;
            }

            Vulnerability[] known = [.. advisories.Where(a => a.Affects(versions[place].Version)).Select(a => new Vulnerability(a.Url, (int)a.Severity))];
            details.Add(place, Details(manifest, row.FirstPublishedAt) with
            {
                Deprecation = deprecation, Vulnerabilities = known.Length == 0 ? null : known,
            });
        }

        return details;
    }

    private static void LeaveOut(PackageRow package, VersionRow row, List<VersionRow> rows, ILogger logger)
    {
        rows.Remove(row);
        logger.LogError(
            "The row of {Package} {Version} is damaged (number {Number}). Search leaves it out; torrone verify lists all such rows.",
            package.LowerId, row.LowerVersion, row.Id);
    }

    private static VersionDetails Details(PackageManifest manifest, long published) => new(
        manifest with
        {
            Description = manifest.Description.Length > MostDescription ? manifest.Description[..MostDescription] : manifest.Description,
            DependencyGroups = [],
            ReleaseNotes = null,
            Copyright = null,
        },
        [.. manifest.TargetFrameworks.Concat(manifest.DependencyGroups.Select(g => g.TargetFramework)).Where(f => f.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)],
        published);

    private static Task<List<T>> ByIdAsync<T>(DbSession read, string sql, IReadOnlyCollection<long> ids)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, Batch);
        DynamicParameters parameters = new();
        int place = 0;
        foreach (long id in ids.Concat(Enumerable.Repeat(-1L, Batch - ids.Count)))
        {
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"p{place++}"), id);
        }

        return read.QueryAsync<T>($"{sql} ({Places})", parameters);
    }

    private sealed class PackageRow
    {
        public long Id { get; init; }

        public long FeedId { get; init; }

        public string LowerId { get; init; } = "";

        public string DisplayId { get; init; } = "";

        public long Downloads { get; init; }
    }

    private sealed class VersionRow
    {
        public long Id { get; init; }

        public long PackageId { get; init; }

        public string Original { get; init; } = "";

        public string LowerVersion { get; init; } = "";

        public long Prerelease { get; init; }

        public long Semver2 { get; init; }

        public long Downloads { get; init; }

        public long FirstPublishedAt { get; init; }

        public string? Deprecation { get; init; }

        public int Kind => (int)(Prerelease | (Semver2 << 1));
    }

    private sealed class OwnerRow
    {
        public long PackageId { get; init; }

        public long PrincipalId { get; init; }

        public string Name { get; init; } = "";
    }
}
