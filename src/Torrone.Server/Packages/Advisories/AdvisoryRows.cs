using Torrone.NuGet.Advisories;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Advisories;

/// <summary>The rows of advisories, and of the log about the packages that they touch.</summary>
internal sealed class AdvisoryRows(EventLog log, TimeProvider clock)
{
    // Either engine takes as many parameters.
    public const int MostIds = 500;

    /// <summary>What is stored under these identifiers.</summary>
    public static async Task<Dictionary<string, (long Id, AdvisoryRecord Record)>> FindAsync(DbSession read, IEnumerable<string> identifiers)
    {
        Dictionary<string, (long, AdvisoryRecord)> found = [];
        foreach (string[] lower in identifiers.Select(i => i.ToLowerInvariant()).Distinct().Chunk(MostIds))
        {
            List<Row> rows = await read.QueryAsync<Row>(
                """
                SELECT id, lower_identifier, identifier, aliases, summary, severity, url, published_at, modified_at, withdrawn_at
                FROM advisories WHERE lower_identifier IN @lower
                """, new { lower });
            long[] ids = [.. rows.Select(r => r.Id)];
            ILookup<long, PackageRow> packages = (ids.Length == 0 ? [] : await read.QueryAsync<PackageRow>(
                "SELECT advisory_id, display_id, ranges FROM advisory_packages WHERE advisory_id IN @ids", new { ids })).ToLookup(p => p.AdvisoryId);
            foreach (Row row in rows)
            {
                found.Add(row.LowerIdentifier, (row.Id, row.ToRecord(packages[row.Id])));
            }
        }

        return found;
    }

    /// <summary>Writes an advisory, in the place of the one with this number where there is one. What was decided about it here stays.</summary>
    public async Task PutAsync(WriteTransaction write, long? id, AdvisoryRecord record)
    {
        var values = new
        {
            id,
            lower = record.Identifier.ToLowerInvariant(),
            record.Identifier,
            aliases = string.Join(' ', record.Aliases),
            record.Summary,
            severity = (long)record.Severity,
            record.Url,
            record.PublishedAt,
            record.ModifiedAt,
            record.WithdrawnAt,
            now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (id is null)
        {
            id = await write.ScalarAsync<long>(
                """
                INSERT INTO advisories (lower_identifier, identifier, aliases, summary, severity, url, published_at, modified_at, withdrawn_at, imported_at)
                VALUES (@lower, @Identifier, @aliases, @Summary, @severity, @Url, @PublishedAt, @ModifiedAt, @WithdrawnAt, @now) RETURNING id
                """, values);
        }
        else
        {
            await write.ExecuteAsync(
                """
                UPDATE advisories SET identifier = @Identifier, aliases = @aliases, summary = @Summary, severity = @severity, url = @Url,
                    published_at = @PublishedAt, modified_at = @ModifiedAt, withdrawn_at = @WithdrawnAt, imported_at = @now WHERE id = @id
                """, values);
            await write.ExecuteAsync("DELETE FROM advisory_packages WHERE advisory_id = @id", new { id });
        }

        foreach (AffectedPackage package in record.Affected)
        {
            await write.ExecuteAsync(
                "INSERT INTO advisory_packages (advisory_id, lower_id, display_id, ranges) VALUES (@id, @lower, @display, @ranges)",
                new { id, lower = package.Id.ToLowerInvariant(), display = package.Id, ranges = string.Join('|', package.Ranges) });
        }
    }

    /// <summary>Notes the change and tells the log: a row for each package here that it touches, and one for the feed's own documents.</summary>
    /// <returns>The log's sequence.</returns>
    public async Task<long> ToldAsync(WriteTransaction write, IEnumerable<string> lowerIds, bool imported, AdvisoryKeeper keeper)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        string[] touched = [.. lowerIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        await write.ExecuteAsync(
            imported
                ? "UPDATE advisory_state SET imported_at = @now, changed_at = CASE WHEN @changed = 1 OR changed_at = 0 THEN @now ELSE changed_at END WHERE id = 1"
                : "UPDATE advisory_state SET changed_at = @now WHERE id = 1", new { now, changed = touched.Length > 0 ? 1L : 0L });
        foreach (string[] ids in touched.Chunk(MostIds))
        {
            foreach (HereRow here in await write.QueryAsync<HereRow>("SELECT feed_id, lower_id FROM packages WHERE lower_id IN @ids ORDER BY feed_id, lower_id", new { ids }))
            {
                await log.AppendAsync(write, new LogEvent(
                    LogTypes.AdvisoriesChanged, 1, here.FeedId, here.LowerId, null, keeper.Actor.PublicId, keeper.Actor.RequestId));
            }
        }

        return await log.AppendAsync(write, new LogEvent(LogTypes.AdvisoriesChanged, 1, null, null, null, keeper.Actor.PublicId, keeper.Actor.RequestId));
    }

    /// <summary>Which of the packages this gallery has: by lower-case id, how it is spelled here.</summary>
    public static async Task<Dictionary<string, string>> HereAsync(DbSession read, long feedId, IEnumerable<string> lowerIds)
    {
        Dictionary<string, string> here = new(StringComparer.Ordinal);
        foreach (string[] ids in lowerIds.Distinct(StringComparer.Ordinal).Chunk(MostIds))
        {
            foreach (HereRow row in await read.QueryAsync<HereRow>(
                "SELECT feed_id, lower_id, display_id FROM packages WHERE feed_id = @feedId AND lower_id IN @ids", new { feedId, ids }))
            {
                here[row.LowerId] = row.DisplayId;
            }
        }

        return here;
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public string LowerIdentifier { get; init; } = "";

        public string Identifier { get; init; } = "";

        public string Aliases { get; init; } = "";

        public string Summary { get; init; } = "";

        public long Severity { get; init; }

        public string Url { get; init; } = "";

        public long PublishedAt { get; init; }

        public long ModifiedAt { get; init; }

        public long? WithdrawnAt { get; init; }

        public AdvisoryRecord ToRecord(IEnumerable<PackageRow> packages) => new()
        {
            Identifier = Identifier,
            Aliases = Aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Summary = Summary,
            Severity = (AdvisorySeverity)Severity,
            Url = Url,
            PublishedAt = PublishedAt,
            ModifiedAt = ModifiedAt,
            WithdrawnAt = WithdrawnAt,
            Affected = [.. packages.Select(p => new AffectedPackage(p.DisplayId, AdvisoryReads.Ranges(p.Ranges)))],
        };
    }

    private sealed class PackageRow
    {
        public long AdvisoryId { get; init; }

        public string DisplayId { get; init; } = "";

        public string Ranges { get; init; } = "";
    }

    private sealed class HereRow
    {
        public long FeedId { get; init; }

        public string LowerId { get; init; } = "";

        public string DisplayId { get; init; } = "";
    }
}
