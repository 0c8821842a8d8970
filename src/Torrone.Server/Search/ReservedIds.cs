using Torrone.Server.Data;

namespace Torrone.Server.Search;

/// <summary>Which ids are reserved for whom, to tell whether a package comes from whom its id promises.</summary>
internal sealed class ReservedIds
{
    private readonly List<Row> _rows;

    private ReservedIds(List<Row> rows) => _rows = rows;

    public static async Task<ReservedIds> LoadAsync(DbSession read) => new(await read.QueryAsync<Row>(
        """
        SELECT r.feed_id, r.lower_prefix, r.is_prefix, o.principal_id
        FROM reserved_prefixes r JOIN reserved_prefix_owners o ON o.prefix_id = r.id
        """));

    /// <summary>True when the id falls under a reservation of one of its owners.</summary>
    public bool Verify(long feedId, string lowerId, PackageOwner[] owners) => _rows.Exists(r =>
        r.FeedId == feedId
        && Array.Exists(owners, o => o.PrincipalId == r.PrincipalId)
        && (lowerId == r.LowerPrefix || (r.IsPrefix == 1 && lowerId.StartsWith(r.LowerPrefix, StringComparison.Ordinal))));

    private sealed class Row
    {
        public long FeedId { get; init; }

        public string LowerPrefix { get; init; } = "";

        public long IsPrefix { get; init; }

        public long PrincipalId { get; init; }
    }
}
