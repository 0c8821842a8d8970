using System.Globalization;
using Torrone.NuGet.Advisories;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Advisories;

/// <summary>
/// Takes advisories in, all of them in one transaction; what clients and pages say of the packages changes with its commit. Importing
/// the same again changes nothing, and an earlier form never takes the place of a later one.
/// </summary>
public sealed class ImportAdvisories(Database database, EventLog log, LogTail tail, AuditLog audit, FeedDirectory feeds, TimeProvider clock)
{
    private readonly AdvisoryRows _rows = new(log, clock);

    /// <summary>What an import would do now, in the order given.</summary>
    public Task<IReadOnlyList<PlannedAdvisory>> PlanAsync(
        AdvisoryKeeper keeper, IReadOnlyList<AdvisoryRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(keeper);
        return database.ReadAsync(async read =>
        {
            var stored = await AdvisoryRows.FindAsync(read, records.Select(r => r.Identifier));
            Dictionary<string, string> here = await AdvisoryRows.HereAsync(read, feeds.Main.Id, records.SelectMany(Touched));
            return (IReadOnlyList<PlannedAdvisory>)[.. records.Select(r => new PlannedAdvisory(r, Change(stored, r),
                [.. Touched(r).Where(here.ContainsKey).Select(id => here[id])]))];
        }, cancellation);
    }

    /// <summary>Imports them.</summary>
    /// <param name="source">What the audit log calls it: a file's name.</param>
    /// <returns>How many were new, changed, the same or older.</returns>
    public async Task<IReadOnlyDictionary<AdvisoryChange, int>> RunAsync(
        AdvisoryKeeper keeper, IReadOnlyList<AdvisoryRecord> records, string source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(keeper);
        (Dictionary<AdvisoryChange, int> counts, long sequence) = await database.WriteAsync(
            write => WriteAsync(write, keeper, records, source), cancellation);
        await tail.CatchUpAsync(sequence);
        return counts;
    }

    private async Task<(Dictionary<AdvisoryChange, int> Counts, long Sequence)> WriteAsync(
        WriteTransaction write, AdvisoryKeeper keeper, IReadOnlyList<AdvisoryRecord> records, string source)
    {
        // Of two imports at once the second sees what the first has written.
        await write.ExecuteAsync("INSERT INTO advisory_state (id, imported_at, changed_at) VALUES (1, 0, 0) ON CONFLICT (id) DO UPDATE SET id = 1");
        var stored = await AdvisoryRows.FindAsync(write, records.Select(r => r.Identifier));
        Dictionary<AdvisoryChange, int> counts = Enum.GetValues<AdvisoryChange>().ToDictionary(c => c, _ => 0);
        HashSet<string> touched = new(StringComparer.Ordinal);
        foreach (AdvisoryRecord record in records)
        {
            AdvisoryChange change = Change(stored, record);
            counts[change]++;
            if (change is AdvisoryChange.New or AdvisoryChange.Changed)
            {
                string lower = record.Identifier.ToLowerInvariant();
                (long Id, AdvisoryRecord Record)? before = stored.TryGetValue(lower, out var found) ? found : null;
                await _rows.PutAsync(write, before?.Id, record);
                touched.UnionWith(Touched(record));
                touched.UnionWith(before is { } was ? Touched(was.Record) : []);
            }
        }

        await audit.WriteAsync(write, new AuditEntry("advisories.imported", keeper.Actor, "advisory", source,
            After: (counts[AdvisoryChange.New] + counts[AdvisoryChange.Changed]).ToString(CultureInfo.InvariantCulture)));
        return (counts, await _rows.ToldAsync(write, touched, imported: true, keeper));
    }

    private static AdvisoryChange Change(Dictionary<string, (long Id, AdvisoryRecord Record)> stored, AdvisoryRecord record)
    {
        if (!stored.TryGetValue(record.Identifier.ToLowerInvariant(), out var found))
        {
            return AdvisoryChange.New;
        }

        return found.Record.ModifiedAt > record.ModifiedAt ? AdvisoryChange.Older
            : Text(found.Record) == Text(record) ? AdvisoryChange.Same : AdvisoryChange.Changed;
    }

    // Records hold lists, which compare by reference.
    private static string Text(AdvisoryRecord r) => string.Join('\n', [
        r.Identifier, .. r.Aliases.Order(StringComparer.Ordinal), "", r.Summary, $"{r.Severity} {r.PublishedAt} {r.ModifiedAt} {r.WithdrawnAt}", r.Url,
        .. r.Affected.OrderBy(a => a.Id, StringComparer.OrdinalIgnoreCase).Select(a => $"{a.Id} {string.Join('|', a.Ranges)}")]);

    private static IEnumerable<string> Touched(AdvisoryRecord record) => record.Affected.Select(a => a.Id.ToLowerInvariant());
}
