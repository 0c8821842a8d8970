using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Log;

/// <summary>Sequence order is commit order, without gaps, chained by hashes, on each engine.</summary>
public sealed class EventLogContract(Engines engines)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Rows_of_parallel_writers_have_no_gaps_and_one_chain(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        EventLog log = new(database, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                try
                {
                    await database.WriteAsync(async write =>
                    {
                        await log.AppendAsync(write, Event($"p{writer}.{i}"));
                        if (i % 3 == 2)
                        {
                            throw new InvalidOperationException("rolled back on purpose");
                        }
                    }, Now);
                }
                catch (InvalidOperationException)
                {
                    // Its row must not be there, and its number must not be missing.
                }
            }
        }, Now)));

        List<LogRow> rows = await log.AfterAsync(0, 1000, Now);
        Assert.Equal(8 * 7, rows.Count);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(n => (long)n), rows.Select(r => r.Sequence));
        Assert.Equal(rows.Count, await log.HeadAsync(Now));
        byte[] previous = LogHash.Genesis;
        long at = 0;
        foreach (LogRow row in rows)
        {
            Assert.Equal(previous, row.PreviousHash);
            Assert.Equal(row.Hash, LogHash.Of(row));
            Assert.True(row.At > at, "times must grow strictly");
            (previous, at) = (row.Hash, row.At);
        }
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_changed_row_no_longer_matches_its_hash(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        EventLog log = new(database, TimeProvider.System);
        await database.WriteAsync(w => log.AppendAsync(w, Event("a")), Now);
        await database.WriteAsync(w => w.ExecuteAsync("UPDATE log SET payload = '{\"version\":\"6.6.6\"}'"), Now);
        LogRow row = Assert.Single(await log.AfterAsync(0, 10, Now));
        Assert.NotEqual(row.Hash, LogHash.Of(row));
    }

    private static LogEvent Event(string id) => new(LogTypes.VersionPushed, 1, 1, id, "1.0.0", "actor", "request", """{"version":"1.0.0"}""");
}
