using Dapper;
using Torrone.Server.Data;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Data;

/// <summary>What the embedded database promises of its files and of its one writer.</summary>
public sealed class SqliteEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string Path => _folder.Under("torrone.db");

    [Fact]
    public async Task A_transaction_that_stays_open_does_not_refuse_the_writes_after_it()
    {
        await using Database database = await NewAsync();
        // As a failed rollback leaves it: the driver believes that it is over, the library does not.
        await database.WriteAsync(async write =>
        {
            await write.Connection.ExecuteAsync("COMMIT");
            await write.Connection.ExecuteAsync("BEGIN IMMEDIATE");
            throw new InvalidOperationException("on purpose");
        }, Now).ContinueWith(_ => { }, TaskScheduler.Default);
        await database.WriteAsync(w => w.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('a', '1')"), Now);
        Assert.Equal("1", await database.ReadAsync(r => r.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'a'"), Now));
    }

    [Fact]
    public async Task Closing_leaves_one_file()
    {
        Database database = await NewAsync();
        await database.ReadAsync(r => r.ScalarAsync<long>("SELECT count(*) FROM meta"), Now);
        await database.Engine.ForeignCommitMarkAsync(Now);
        Assert.True(File.Exists(Path + "-wal"));
        await database.DisposeAsync();
        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_copy_is_whole_private_and_not_what_a_crash_left_of_one()
    {
        await using Database database = await NewAsync();
        await File.WriteAllTextAsync(Path + ".before-2.part", "half a copy", Now);
        string? copy = await database.Engine.KeepCopyAsync("before-2", Now);
        Assert.Equal(Path + ".before-2", copy);
        Assert.False(File.Exists(copy + ".part"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(copy!) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await using Database kept = new(new SqliteEngine(copy!));
        Assert.Equal(Migrations.Newest.ToString(), await kept.ReadAsync(r => r.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'schema'"), Now));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Database> NewAsync()
    {
        Database database = new(new SqliteEngine(Path));
        await Migrations.ApplyAsync(database, Now);
        return database;
    }
}
