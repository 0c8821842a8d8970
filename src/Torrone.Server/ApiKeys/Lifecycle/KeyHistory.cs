using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a key was used for in the last 90 days: who holds it, and an organization's administrators for keys that act for it.</summary>
public sealed class KeyHistory(Database database, TimeProvider clock)
{
    /// <summary>The days of <see cref="DailyAsync"/>.</summary>
    public const int Days = 30;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Uses, newest first, allowed and refused. Null when there is no such key.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="size">Uses of one page, 1 to 200.</param>
    /// <exception cref="UnauthorizedAccessException">The caller may not see keys of the principal.</exception>
    public Task<KeyUsePage?> PageAsync(
        KeyCaller caller, long principalId, string publicId, int page, int size = 50, CancellationToken cancellation = default)
    {
        (long take, long first) = (Math.Clamp(size, 1, 200), Math.Max(page, 1) - 1);
        return AllowedAsync(caller, principalId, publicId, async (read, key) => new KeyUsePage(
            await read.QueryAsync<KeyUseRecord>(
                """
                SELECT at, action, package, version, address, client, result FROM api_key_uses
                WHERE key_id = @Id ORDER BY at DESC, id DESC LIMIT @take OFFSET @skip
                """, new { key.Id, take, skip = first * take }),
            await read.ScalarAsync<long>("SELECT count(*) FROM api_key_uses WHERE key_id = @Id", new { key.Id })), cancellation);
    }

    /// <summary>The last 30 days in UTC, oldest first, also those without a use. Null when there is no such key.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not see keys of the principal.</exception>
    public Task<IReadOnlyList<KeyDay>?> DailyAsync(KeyCaller caller, long principalId, string publicId, CancellationToken cancellation = default)
    {
        long today = Now / KeyWarnings.Day;
        return AllowedAsync<IReadOnlyList<KeyDay>>(caller, principalId, publicId, async (read, key) =>
        {
            Dictionary<long, DayRow> rows = (await read.QueryAsync<DayRow>(
                $"""
                 SELECT at / {KeyWarnings.Day} AS day, count(*) AS uses, count(CASE WHEN result = @ok THEN 1 END) AS allowed FROM api_key_uses
                 WHERE key_id = @Id AND at >= @since GROUP BY at / {KeyWarnings.Day}
                 """, new { key.Id, ok = KeyUseEntry.Ok, since = (today - Days + 1) * KeyWarnings.Day })).ToDictionary(r => r.Day);
            return
            [
                .. from day in Enumerable.Range(0, Days).Select(i => today - Days + 1 + i)
                   let row = rows.GetValueOrDefault(day)
                   select new KeyDay(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(day * KeyWarnings.Day).UtcDateTime), row?.Allowed ?? 0,
                       (row?.Uses ?? 0) - (row?.Allowed ?? 0)),
            ];
        }, cancellation);
    }

    private Task<T?> AllowedAsync<T>(KeyCaller caller, long principalId, string publicId, Func<DbSession, KeyDetails, Task<T>> work,
        CancellationToken cancellation)
        where T : class => database.ReadSnapshotAsync(async read =>
        {
            await KeyRights.DemandAsync(read, caller, principalId, Now);
            return await KeyReader.FindSeenAsync(read, caller, principalId, publicId) is { } key ? await work(read, key) : null;
        }, cancellation);

    private sealed class DayRow
    {
        public long Day { get; init; }

        public long Uses { get; init; }

        public long Allowed { get; init; }
    }
}
