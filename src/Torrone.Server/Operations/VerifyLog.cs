using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Operations;

/// <summary>Follows the log's chain from its first row, and compares what it tells with the versions there are.</summary>
public sealed class VerifyLog(Database database, EventLog log)
{
    private const int Batch = 500;

    internal async Task RunAsync(VerifyReport report, CancellationToken cancellation)
    {
        await FollowChainAsync(report, cancellation);
        foreach (VersionName version in await NamesAsync(VersionsWithoutPush, cancellation))
        {
            report.Add("VersionNotInLog", version.LowerId, version.LowerVersion);
        }

        foreach (VersionName version in await NamesAsync(PushesWithoutVersion, cancellation))
        {
            report.Add("LogWithoutVersion", version.LowerId, version.LowerVersion);
        }

        foreach (VersionName version in await NamesAsync(ListingDiffers, cancellation))
        {
            report.Add("ListingDiffers", version.LowerId, version.LowerVersion);
        }
    }

    private const string VersionsWithoutPush =
        """
        SELECT p.lower_id, v.lower_version FROM versions v JOIN packages p ON p.id = v.package_id
        WHERE v.state <> 'staged' AND NOT EXISTS (SELECT 1 FROM log l WHERE l.package_lower_id = p.lower_id AND l.feed_id = p.feed_id
            AND l.lower_version = v.lower_version AND l.type = @Pushed)
        LIMIT @MostListed
        """;

    private const string PushesWithoutVersion =
        """
        SELECT l.package_lower_id AS lower_id, l.lower_version FROM log l
        WHERE l.type = @Pushed AND NOT EXISTS (SELECT 1 FROM packages p JOIN versions v ON v.package_id = p.id
            WHERE p.feed_id = l.feed_id AND p.lower_id = l.package_lower_id AND v.lower_version = l.lower_version)
        LIMIT @MostListed
        """;

    // What the newest row says that can list or unlist is how the version stands.
    private const string ListingDiffers =
        """
        SELECT p.lower_id, v.lower_version FROM versions v JOIN packages p ON p.id = v.package_id
        JOIN log l ON l.sequence = (SELECT MAX(n.sequence) FROM log n WHERE n.package_lower_id = p.lower_id AND n.feed_id = p.feed_id
            AND n.lower_version = v.lower_version AND n.type IN (@Pushed, @Listed, @Unlisted))
        WHERE v.state <> 'deleted' AND v.listed <> CASE WHEN l.type = @Unlisted THEN 0 ELSE 1 END
        LIMIT @MostListed
        """;

    private async Task FollowChainAsync(VerifyReport report, CancellationToken cancellation)
    {
        // Read first: rows that come meanwhile are past it, and are left to the next check.
        Head head = (await database.ReadAsync(
            read => read.FirstOrDefaultAsync<Head>("SELECT sequence, hash FROM log_head WHERE id = 1"), cancellation)) ?? new Head();
        long sequence = 0;
        byte[] previous = LogHash.Genesis;
        while (sequence < head.Sequence && await log.AfterAsync(sequence, Batch, cancellation) is { Count: > 0 } rows)
        {
            foreach (LogRow row in rows.Where(r => r.Sequence <= head.Sequence))
            {
                if (row.Sequence != sequence + 1)
                {
                    report.Add("LogGap", sequence + 1, row.Sequence - 1);
                }
                else if (!row.PreviousHash.AsSpan().SequenceEqual(previous))
                {
                    report.Add("LogChainBroken", row.Sequence);
                }

                if (!LogHash.Of(row).AsSpan().SequenceEqual(row.Hash))
                {
                    report.Add("LogRowChanged", row.Sequence);
                }

                (sequence, previous) = (row.Sequence, row.Hash);
                report.LogRows++;
            }

            sequence = Math.Max(sequence, rows[^1].Sequence);
        }

        if (sequence < head.Sequence)
        {
            report.Add("LogGap", sequence + 1, head.Sequence);
        }
        else if (!previous.AsSpan().SequenceEqual(head.Hash))
        {
            report.Add("LogHeadDiffers", head.Sequence);
        }
    }

    private Task<List<VersionName>> NamesAsync(string statement, CancellationToken cancellation) => database.ReadAsync(
        read => read.QueryAsync<VersionName>(statement, new
        {
            Pushed = LogTypes.VersionPushed,
            Listed = LogTypes.VersionListed,
            Unlisted = LogTypes.VersionUnlisted,
            VerifyReport.MostListed,
        }), cancellation);

    private sealed class Head
    {
        public long Sequence { get; init; }

        public byte[] Hash { get; init; } = [];
    }

    private sealed class VersionName
    {
        public string LowerId { get; init; } = "";

        public string LowerVersion { get; init; } = "";
    }
}
