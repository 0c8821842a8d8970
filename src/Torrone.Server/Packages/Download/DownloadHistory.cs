using Torrone.Server.Data;

namespace Torrone.Server.Packages.Download;

/// <summary>How often a package was downloaded, week by week.</summary>
public sealed class DownloadHistory(Database database, TimeProvider clock)
{
    private const int DaysInWeek = 7;

    /// <summary>The sums of the last weeks, oldest first; the last one ends today. Weeks without a download hold 0.</summary>
    /// <param name="weeks">1 to 520.</param>
    public async Task<IReadOnlyList<DownloadWeek>> WeeklyAsync(long packageId, int weeks, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weeks, Math.Clamp(weeks, 1, 520));
        long today = clock.GetUtcNow().ToUnixTimeSeconds() / 86_400;
        long first = today - (weeks * DaysInWeek) + 1;
        List<DayRow> days = await database.ReadAsync(read => read.QueryAsync<DayRow>(
            """
            SELECT d.day, SUM(d.count) AS count FROM downloads d JOIN versions v ON v.id = d.version_id
            WHERE v.package_id = @packageId AND d.day >= @first GROUP BY d.day
            """, new { packageId, first }), cancellation);
        long[] sums = new long[weeks];
        foreach (DayRow day in days.Where(d => d.Day <= today))
        {
            sums[(day.Day - first) / DaysInWeek] += day.Count;
        }

        return [.. sums.Select((sum, i) => new DownloadWeek(
            DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(first + (i * DaysInWeek))), sum))];
    }

    private sealed class DayRow
    {
        public long Day { get; init; }

        public long Count { get; init; }
    }
}

/// <summary>The downloads of seven days.</summary>
/// <param name="Begins">The first of them, in UTC.</param>
public sealed record DownloadWeek(DateOnly Begins, long Count);
