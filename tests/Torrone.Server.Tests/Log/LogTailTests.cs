using Microsoft.Extensions.Logging.Abstractions;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Log;

public sealed class LogTailTests(Engines engines)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Readers_get_every_row_once_in_order_and_a_broken_one_stops_nobody(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        EventLog log = new(database, TimeProvider.System);
        Reader good = new();
        Reader broken = new() { FailuresLeft = 3 };
        using LogTail tail = new(log, database, [good, broken], NullLogger<LogTail>.Instance);
        await tail.StartAsync(Now);
        for (int i = 1; i <= 20; i++)
        {
            await database.WriteAsync(w => log.AppendAsync(w, new LogEvent("x", 1, null, "p", null, null, null)), Now);
        }

        await Until(() => good.Seen.Count == 20 && broken.Seen.Count == 20);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), good.Seen);
        Assert.Equal(good.Seen, broken.Seen);
        await tail.StopAsync(Now);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_commit_of_another_process_arrives_by_the_poll(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Reader reader = new();
        using LogTail tail = new(new EventLog(database, TimeProvider.System), database, [reader], NullLogger<LogTail>.Instance);
        await tail.StartAsync(Now);
        // Another EventLog instance: its Appended event wakes nobody here, as if it were another process.
        EventLog foreign = new(database, TimeProvider.System);
        await database.WriteAsync(w => foreign.AppendAsync(w, new LogEvent("x", 1, null, "p", null, null, null)), Now);
        await Until(() => reader.Seen.Count == 1);
        await tail.StopAsync(Now);
    }

    [Fact]
    public async Task Catching_up_answers_false_when_a_reader_fails()
    {
        await using Database database = await engines.NewAsync("sqlite");
        EventLog log = new(database, TimeProvider.System);
        Reader reader = new() { FailuresLeft = int.MaxValue };
        using LogTail tail = new(log, database, [reader], NullLogger<LogTail>.Instance);
        await tail.StartAsync(Now);
        long sequence = await database.WriteAsync(w => log.AppendAsync(w, new LogEvent("x", 1, null, "p", null, null, null)), Now);
        Assert.False(await tail.CatchUpAsync(sequence));
        reader.FailuresLeft = 0;
        Assert.True(await tail.CatchUpAsync(sequence));
        Assert.Equal([sequence], reader.Seen);
        await tail.StopAsync(Now);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 200 && !condition(); i++)
        {
            await Task.Delay(50, Now);
        }

        Assert.True(condition());
    }

    private sealed class Reader : ILogReader
    {
        public List<long> Seen { get; } = [];

        public int FailuresLeft { get; set; }

        public string Name => "test";

        public Task<long> StartAsync(long head, CancellationToken cancellation) => Task.FromResult(head);

        public Task ApplyAsync(IReadOnlyList<LogRow> rows, CancellationToken cancellation)
        {
            if (FailuresLeft > 0)
            {
                FailuresLeft--;
                throw new InvalidOperationException("on purpose");
            }

            Seen.AddRange(rows.Select(r => r.Sequence));
            return Task.CompletedTask;
        }
    }
}
