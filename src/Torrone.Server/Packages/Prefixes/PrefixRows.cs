using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Packages.Owners;

namespace Torrone.Server.Packages.Prefixes;

/// <summary>The rows of reservations. A package whose badge changes with one gets a log row, so that every reader shows it.</summary>
internal sealed class PrefixRows(EventLog log, TimeProvider clock)
{
    private const string Under =
        "p.feed_id = @feedId AND ((@isPrefix = 0 AND p.lower_id = @lower) OR (@isPrefix = 1 AND substr(p.lower_id, 1, length(@lower)) = @lower))";

    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Null when nobody holds just this one.</summary>
    public static Task<PrefixReservation?> FindAsync(DbSession read, long feedId, ReservedPattern pattern) => read.FirstOrDefaultAsync<PrefixReservation>(
        "SELECT id, lower_prefix, is_prefix, shared, created_at FROM reserved_prefixes WHERE feed_id = @feedId AND lower_prefix = @Lower AND is_prefix = @flag",
        new { feedId, pattern.Lower, flag = pattern.IsPrefix ? 1L : 0L });

    /// <summary>Reserves; the log's sequence, 0 when no package changes.</summary>
    /// <exception cref="System.Data.Common.DbException">A unique violation: it is reserved already.</exception>
    public async Task<long> InsertAsync(WriteTransaction write, long feedId, ReservedPattern pattern, Party owner, bool shared, Actor who)
    {
        long id = await write.ScalarAsync<long>(
            """
            INSERT INTO reserved_prefixes (feed_id, lower_prefix, is_prefix, shared, created_at)
            VALUES (@feedId, @Lower, @isPrefix, @shared, @Now) RETURNING id
            """, new { feedId, pattern.Lower, isPrefix = pattern.IsPrefix ? 1L : 0L, shared = shared ? 1L : 0L, Now });
        await write.ExecuteAsync("INSERT INTO reserved_prefix_owners (prefix_id, principal_id) VALUES (@id, @owner)", new { id, owner = owner.Id });
        return await TellAsync(write, feedId, pattern.Lower, pattern.IsPrefix, [owner.Id], who);
    }

    /// <summary>Releases; the log's sequence, 0 when no package changes.</summary>
    public async Task<long> DeleteAsync(WriteTransaction write, long feedId, PrefixReservation reservation, Actor who)
    {
        long[] owners = [.. await write.QueryAsync<long>("SELECT principal_id FROM reserved_prefix_owners WHERE prefix_id = @Id", new { reservation.Id })];
        await write.ExecuteAsync("DELETE FROM reserved_prefix_owners WHERE prefix_id = @Id", new { reservation.Id });
        await write.ExecuteAsync("DELETE FROM reserved_prefixes WHERE id = @Id", new { reservation.Id });
        return await TellAsync(write, feedId, reservation.LowerPrefix, reservation.IsPrefix, owners, who);
    }

    /// <summary>How many packages under it the principal owns, and how many only others do.</summary>
    public static async Task<(long Own, long Others)> CountAsync(DbSession read, long feedId, ReservedPattern pattern, long ownerId)
    {
        object values = new { feedId, lower = pattern.Lower, isPrefix = pattern.IsPrefix ? 1L : 0L, ownerId };
        long all = await read.ScalarAsync<long>($"SELECT count(*) FROM packages p WHERE {Under}", values);
        long own = await read.ScalarAsync<long>(
            $"SELECT count(*) FROM packages p WHERE {Under} AND p.id IN (SELECT o.package_id FROM package_owners o WHERE o.principal_id = @ownerId)", values);
        return (own, all - own);
    }

    private async Task<long> TellAsync(WriteTransaction write, long feedId, string lower, bool isPrefix, long[] owners, Actor who)
    {
        long sequence = 0;
        foreach (string id in await write.QueryAsync<string>(
            $"SELECT p.lower_id FROM packages p WHERE {Under} AND p.id IN (SELECT o.package_id FROM package_owners o WHERE o.principal_id IN @owners) ORDER BY p.lower_id",
            new { feedId, lower, isPrefix = isPrefix ? 1L : 0L, owners }))
        {
            sequence = await log.AppendAsync(write, new LogEvent(LogTypes.ReservationChanged, 1, feedId, id, null, who.PublicId, who.RequestId));
        }

        return sequence;
    }
}
