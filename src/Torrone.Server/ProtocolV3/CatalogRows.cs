using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.ProtocolV3;

/// <summary>
/// The catalog, read straight from the log. A page is a stretch of the log's own numbers, so that a page once full never changes and
/// no second order has to be kept.
/// </summary>
internal sealed class CatalogRows(Database database)
{
    private static readonly string[] Listings = [LogTypes.VersionPushed, LogTypes.VersionListed, LogTypes.VersionUnlisted, LogTypes.VersionDeleted];
    private static readonly string[] Deprecations = [LogTypes.VersionDeprecated, LogTypes.VersionUndeprecated];
    private static readonly string[] Types = [.. Listings, .. Deprecations];

    private readonly Lock _lock = new();

    // What ended before the log's last page is told once and for all.
    private List<CatalogPageHead> _settled = [];
    private long _settledTo;

    /// <summary>The pages that hold something, in order.</summary>
    public async Task<List<CatalogPageHead>> PagesAsync(long feedId, CancellationToken cancellation)
    {
        (List<CatalogPageHead> settled, long from) = Settled();
        (List<CatalogPageHead> fresh, long head) = await database.ReadSnapshotAsync(async read =>
        {
            long last = await EventLog.HeadAsync(read);
            List<PageRow> rows = await read.QueryAsync<PageRow>(
                """
                SELECT (l.sequence - 1) / @size AS number, count(*) AS count, max(l.sequence) AS last FROM log l
                WHERE l.feed_id = @feedId AND l.type IN @types AND l.sequence > @from GROUP BY (l.sequence - 1) / @size
                """, new { feedId, from, size = CatalogDocument.PageSize, types = Types });
            Dictionary<long, HeadRow> heads = [];
            foreach (long[] ids in rows.Select(r => r.Last).Chunk(500))
            {
                foreach (HeadRow row in await read.QueryAsync<HeadRow>("SELECT sequence, event_id, at FROM log WHERE sequence IN @ids", new { ids }))
                {
                    heads[row.Sequence] = row;
                }
            }

            return (rows.OrderBy(r => r.Number).Select(r => new CatalogPageHead(r.Number, (int)r.Count, heads[r.Last].EventId, heads[r.Last].At)).ToList(), last);
        }, cancellation);
        Settle(settled, fresh, from, head);
        return [.. settled, .. fresh];
    }

    /// <summary>The changes of a page; none when there is no such page.</summary>
    public async Task<List<CatalogCommit>> PageAsync(long feedId, long number, CancellationToken cancellation)
    {
        List<CommitRow> rows = await database.ReadAsync(read => read.QueryAsync<CommitRow>(
            """
            SELECT l.sequence, l.event_id, l.at, l.type, p.display_id, v.original FROM log l
            JOIN packages p ON p.feed_id = l.feed_id AND p.lower_id = l.package_lower_id
            JOIN versions v ON v.package_id = p.id AND v.lower_version = l.lower_version
            WHERE l.feed_id = @feedId AND l.type IN @types AND l.sequence > @from AND l.sequence <= @to ORDER BY l.sequence
            """, new { feedId, types = Types, from = number * CatalogDocument.PageSize, to = (number + 1) * CatalogDocument.PageSize }), cancellation);
        return rows.ConvertAll(Commit);
    }

    /// <summary>One change with what it left; null when no change has this number.</summary>
    public Task<CatalogVersion?> LeafAsync(long feedId, long sequence, CancellationToken cancellation) => database.ReadSnapshotAsync(async read =>
    {
        LeafRow? row = await read.FirstOrDefaultAsync<LeafRow>(
            """
            SELECT l.sequence, l.event_id, l.at, l.type, p.display_id, v.original, v.manifest, v.hash_served, v.size, v.first_published_at,
                v.state, (SELECT b.type FROM log b WHERE b.feed_id = l.feed_id AND b.package_lower_id = l.package_lower_id
                    AND b.lower_version = l.lower_version AND b.sequence <= l.sequence AND b.type IN @listings ORDER BY b.sequence DESC LIMIT 1) AS listing,
                (SELECT d.payload FROM log d WHERE d.feed_id = l.feed_id AND d.package_lower_id = l.package_lower_id
                    AND d.lower_version = l.lower_version AND d.sequence <= l.sequence AND d.type IN @deprecations ORDER BY d.sequence DESC LIMIT 1) AS deprecation
            FROM log l
            JOIN packages p ON p.feed_id = l.feed_id AND p.lower_id = l.package_lower_id
            JOIN versions v ON v.package_id = p.id AND v.lower_version = l.lower_version
            WHERE l.sequence = @sequence AND l.feed_id = @feedId AND l.type IN @types
            """, new { sequence, feedId, types = Types, listings = Listings, deprecations = Deprecations });
        return row is null ? null : new CatalogVersion(
            Commit(row), row.Manifest, row.Listing is LogTypes.VersionPushed or LogTypes.VersionListed, row.FirstPublishedAt, row.HashServed, row.Size,
            row.Deprecation is null or "{}" ? null : DeprecationJson.Read(row.Deprecation));
    }, cancellation);

    /// <summary>The newest change of each of the versions, by lower-case version. The log alone is looked at.</summary>
    internal static async Task<Dictionary<string, long>> NewestAsync(DbSession read, long feedId, string lowerId, IEnumerable<string> lowerVersions)
    {
        Dictionary<string, long> newest = [];
        foreach (string[] versions in lowerVersions.Chunk(500))
        {
            foreach (NewestRow row in await read.QueryAsync<NewestRow>(
                """
                SELECT lower_version, max(sequence) AS sequence FROM log
                WHERE package_lower_id = @lowerId AND feed_id = @feedId AND type IN @types AND lower_version IN @versions GROUP BY lower_version
                """, new { lowerId, feedId, types = Types, versions }))
            {
                newest[row.LowerVersion] = row.Sequence;
            }
        }

        return newest;
    }

    private (List<CatalogPageHead> Pages, long To) Settled()
    {
        lock (_lock)
        {
            return (_settled, _settledTo);
        }
    }

    private void Settle(List<CatalogPageHead> settled, List<CatalogPageHead> fresh, long from, long head)
    {
        long open = head / CatalogDocument.PageSize;
        lock (_lock)
        {
            if (_settledTo == from && open * CatalogDocument.PageSize > from)
            {
                _settled = [.. settled, .. fresh.Where(p => p.Number < open)];
                _settledTo = open * CatalogDocument.PageSize;
            }
        }
    }

    private static CatalogCommit Commit(CommitRow row) => new(
        row.Sequence, row.EventId, row.At,
        PackageId.TryParse(row.DisplayId, out PackageId? id) ? id : throw new InvalidDataException($"Log row {row.Sequence} names an illegal id."),
        PackageVersion.TryParse(row.Original, out PackageVersion? version) ? version : throw new InvalidDataException($"Log row {row.Sequence} names an illegal version."),
        row.Type == LogTypes.VersionDeleted);

    private sealed class PageRow
    {
        public long Number { get; init; }

        public long Count { get; init; }

        public long Last { get; init; }
    }

    private sealed class HeadRow
    {
        public long Sequence { get; init; }

        public string EventId { get; init; } = "";

        public long At { get; init; }
    }

    private sealed class NewestRow
    {
        public string LowerVersion { get; init; } = "";

        public long Sequence { get; init; }
    }

    private class CommitRow
    {
        public long Sequence { get; init; }

        public string EventId { get; init; } = "";

        public long At { get; init; }

        public string Type { get; init; } = "";

        public string DisplayId { get; init; } = "";

        public string Original { get; init; } = "";
    }

    private sealed class LeafRow : CommitRow
    {
        public string Manifest { get; init; } = "";

        public byte[] HashServed { get; init; } = [];

        public long Size { get; init; }

        public long FirstPublishedAt { get; init; }

        public string State { get; init; } = "";

        public string Listing { get; init; } = "";

        /// <summary>What was said of the version last; an empty object when it was taken back.</summary>
        public string? Deprecation { get; init; }
    }
}
