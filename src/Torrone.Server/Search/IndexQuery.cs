using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>
/// Finds and orders, within one read transaction. The first thousand matches in the order of ranks are scored together with those whose
/// name begins as typed; what follows them comes in the order of ranks, so that pages neither overlap nor leave anything out.
/// </summary>
internal sealed class IndexQuery(SqliteConnection connection, SqliteTransaction transaction, IndexFilter filter, Scoring scoring)
{
    private const int Block = 1_000;
    private const int Names = 100;

    /// <summary>Where the scored part was complete: how many there are in all. Null when they must be counted.</summary>
    public long? KnownTotal { get; private set; }

    /// <summary>One part of what matches, best first.</summary>
    public List<Candidate> Find(int skip, int take)
    {
        if (filter.MatchesNothing)
        {
            KnownTotal = 0;
            return [];
        }

        return filter.IsMatch ? FindScored(skip, take) : FindByDownloads(skip, take);
    }

    public long Count()
    {
        using SqliteCommand command = filter.Select(connection, transaction, "count(*)", "", "");
        return (long)command.ExecuteScalar()!;
    }

    private List<Candidate> FindByDownloads(int skip, int take) => [.. Candidate.Read(filter.Select(
        connection, transaction, Candidate.Columns, "", "ORDER BY p.downloads DESC, p.lower_id LIMIT @take OFFSET @skip", ("@take", take), ("@skip", skip)))];

    private List<Candidate> FindScored(int skip, int take)
    {
        List<Candidate> block = [.. Candidate.Read(filter.Select(
            connection, transaction, Candidate.Columns, "", "ORDER BY fts.rowid LIMIT @most", ("@most", Block)))];
        HashSet<long> known = [.. block.Select(c => c.Rank)];
        bool complete = block.Count < Block;
        long last = block.Count > 0 ? block[^1].Rank : 0;
        block.AddRange(ByName().Where(c => known.Add(c.Rank)));
        if (complete)
        {
            KnownTotal = block.Count;
        }

        block.ForEach(scoring.Apply);
        block.Sort(Scoring.Compare);
        List<Candidate> part = [.. block.Skip(skip).Take(take)];
        if (!complete && part.Count < take)
        {
            int restSkip = Math.Max(0, skip - block.Count);
            int restTake = take - part.Count;
            // Those found by name lie among the rest, too: as many more are read as may have to be left out.
            part.AddRange(Candidate.Read(filter.Select(
                connection, transaction, Candidate.Columns, "AND fts.rowid > @last", "ORDER BY fts.rowid LIMIT @most",
                ("@last", last), ("@most", restSkip + restTake + Names)))
                .Where(c => !known.Contains(c.Rank)).Skip(restSkip).Take(restTake));
        }

        return part;
    }

    private IEnumerable<Candidate> ByName()
    {
        if (scoring.Name is not { } name)
        {
            return [];
        }

        // Every character of an id sorts before '~'. The exact name is its own first successor.
        string to = scoring.MayBegin ? name + "~" : name + "!";
        return Candidate.Read(filter.SelectByName(connection, transaction, Candidate.Columns, name, to, Names));
    }
}
