using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Torrone.Server.Search;

/// <summary>Stops a query that has run too long, or whose reader has gone: SQLite asks every few thousand steps.</summary>
internal sealed class QueryLimit : IDisposable
{
    private const int Steps = 20_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly SqliteConnection _connection;

    public QueryLimit(SqliteConnection connection, CancellationToken cancellation)
    {
        _connection = connection;
        long begun = Stopwatch.GetTimestamp();
        raw.sqlite3_progress_handler(connection.Handle, Steps,
            _ => cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(begun) > Longest ? 1 : 0, null);
    }

    public void Dispose() => raw.sqlite3_progress_handler(_connection.Handle, 0, null, null);
}
