using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class QueryLimitTests
{
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
    private const string Long = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 300000) SELECT count(*) FROM c";

    [Fact]
    public async Task A_query_stops_when_its_reader_has_gone_and_the_connection_lives_on()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        using SqliteConnection connection = gallery.File.OpenRead();
        using CancellationTokenSource gone = new(TimeSpan.FromMilliseconds(50));
        using (new QueryLimit(connection, gone.Token))
        {
            Assert.Equal(9, Assert.Throws<SqliteException>(() => Run(connection, Endless)).SqliteErrorCode);
        }

        Assert.Equal(300_000L, Run(connection, Long));
    }

    [Fact]
    public async Task A_query_stops_after_a_few_seconds()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        using SqliteConnection connection = gallery.File.OpenRead();
        long begun = Stopwatch.GetTimestamp();
        using (new QueryLimit(connection, CancellationToken.None))
        {
            Assert.Throws<SqliteException>(() => Run(connection, Endless));
        }

        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 2.5, 15);
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
