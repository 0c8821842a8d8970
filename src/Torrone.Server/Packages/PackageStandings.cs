using Torrone.Server.ApiKeys;
using Torrone.Server.Data;

namespace Torrone.Server.Packages;

/// <summary>Who may claim an id: its owners when it exists, else whoever a reserved prefix leaves free.</summary>
public static class PackageStandings
{
    /// <summary>
    /// Takes the package's row and reads the standing, which cannot change before the commit. Where there is no row yet, another
    /// transaction may still make it first: then inserting it says so.
    /// </summary>
    public static async Task<PackageStanding> TakeAsync(WriteTransaction write, long feedId, string lowerId)
    {
        await write.ExecuteAsync("UPDATE packages SET display_id = display_id WHERE feed_id = @feedId AND lower_id = @lowerId", new { feedId, lowerId });
        return await ReadAsync(write, feedId, lowerId);
    }

    /// <summary>Reads the standing as it is at this moment.</summary>
    public static async Task<PackageStanding> ReadAsync(DbSession read, long feedId, string lowerId)
    {
        long? packageId = await read.ScalarAsync<long?>(
            "SELECT id FROM packages WHERE feed_id = @feedId AND lower_id = @lowerId", new { feedId, lowerId });
        if (packageId is { } id)
        {
            List<long> owners = await read.QueryAsync<long>("SELECT principal_id FROM package_owners WHERE package_id = @id", new { id });
            return new PackageStanding(true, owners, null);
        }

        List<PrefixRow> prefixes = await read.QueryAsync<PrefixRow>(
            """
            SELECT r.id, r.shared FROM reserved_prefixes r WHERE r.feed_id = @feedId
            AND ((r.is_prefix = 0 AND r.lower_prefix = @lowerId)
                OR (r.is_prefix = 1 AND substr(@lowerId, 1, length(r.lower_prefix)) = r.lower_prefix))
            """, new { feedId, lowerId });
        long[] closed = [.. prefixes.Where(p => p.Shared == 0).Select(p => p.Id)];
        if (closed.Length == 0)
        {
            return new PackageStanding(false, [], null);
        }

        List<long> holders = await read.QueryAsync<long>(
            "SELECT principal_id FROM reserved_prefix_owners WHERE prefix_id IN @closed", new { closed });
        return new PackageStanding(false, [], holders);
    }

    private sealed class PrefixRow
    {
        public long Id { get; init; }

        public long Shared { get; init; }
    }
}
