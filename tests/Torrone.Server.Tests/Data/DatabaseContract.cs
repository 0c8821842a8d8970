using System.Data.Common;
using Torrone.Server.Data;
using Xunit;

namespace Torrone.Server.Tests.Data;

/// <summary>What every slice relies on, on each engine.</summary>
public sealed class DatabaseContract(Engines engines)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_write_that_throws_leaves_nothing(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(async write =>
        {
            await write.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('a', '1')");
            throw new InvalidOperationException("on purpose");
        }, Now));
        Assert.Equal(0, await Count(database, "a"));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Callbacks_run_after_a_commit_and_never_after_a_rollback(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        int called = 0;
        await database.WriteAsync(async write =>
        {
            write.OnCommitted(() => called++);
            await write.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('a', '1')");
            Assert.Equal(0, called);
        }, Now);
        Assert.Equal(1, called);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(write =>
        {
            write.OnCommitted(() => called++);
            throw new InvalidOperationException("on purpose");
        }, Now));
        Assert.Equal(1, called);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_unique_violation_is_recognized_and_another_error_is_not(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Task Insert() => database.WriteAsync(w => w.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('a', '1')"), Now);
        await Insert();
        DbException twice = await Assert.ThrowsAnyAsync<DbException>(Insert);
        Assert.True(database.IsUniqueViolation(twice));
        DbException nonsense = await Assert.ThrowsAnyAsync<DbException>(() => database.ReadAsync(r => r.ScalarAsync<long>("SELECT nothing FROM nowhere"), Now));
        Assert.False(database.IsUniqueViolation(nonsense));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_list_is_one_parameter(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        string[] names = ["list.a", "list.c", "list.d"];
        await database.WriteAsync(w => w.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('list.a', '1'), ('list.b', '2'), ('list.c', '3')"), Now);
        Assert.Equal(["1", "3"], await database.ReadAsync(r => r.QueryAsync<string>("SELECT value FROM meta WHERE name IN @names ORDER BY value", new { names }), Now));
        Assert.Equal(2, await database.WriteAsync(w => w.ExecuteAsync("DELETE FROM meta WHERE name IN @names", new { names }), Now));
        Assert.Equal(0, await database.ReadAsync(r => r.ScalarAsync<long>("SELECT count(*) FROM meta WHERE name IN @names", new { names = Array.Empty<string>() }), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_snapshot_sees_one_state_while_others_write(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        (long before, long after) = await database.ReadSnapshotAsync(async read =>
        {
            long first = await read.ScalarAsync<long>("SELECT count(*) FROM meta WHERE name = 'a'");
            await database.WriteAsync(w => w.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('a', '1')"), Now);
            return (first, await read.ScalarAsync<long>("SELECT count(*) FROM meta WHERE name = 'a'"));
        }, Now);
        Assert.Equal((0, 0), (before, after));
        Assert.Equal(1, await Count(database, "a"));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Read_modify_write_in_parallel_loses_no_update(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        await database.WriteAsync(w => w.ExecuteAsync("INSERT INTO log_head (id, sequence, hash, at) SELECT 2, 0, hash, 0 FROM log_head WHERE id = 1"), Now);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                await database.WriteAsync(async write =>
                {
                    await write.ScalarAsync<long>("UPDATE log_head SET sequence = sequence + 1 WHERE id = 2 RETURNING sequence");
                }, Now);
            }
        }, Now)));
        Assert.Equal(160, await database.ReadAsync(r => r.ScalarAsync<long>("SELECT sequence FROM log_head WHERE id = 2"), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Migrating_twice_and_from_two_nodes_at_once_is_harmless(string engine)
    {
        await using Database database = await engines.NewEmptyAsync(engine);
        await Task.WhenAll(Migrations.ApplyAsync(database, Now), Migrations.ApplyAsync(database, Now));
        await Migrations.ApplyAsync(database, Now);
        Assert.Equal(Migrations.Newest.ToString(), await database.ReadAsync(r => r.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'schema'"), Now));
        Assert.Equal(1, await database.ReadAsync(r => r.ScalarAsync<long>("SELECT count(*) FROM log_head"), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_newer_schema_is_refused_unless_it_admits_this_program(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Task Set(string name, int value) => database.WriteAsync(
            w => w.ExecuteAsync("UPDATE meta SET value = @value WHERE name = @name", new { name, value = value.ToString() }), Now);
        await Set("schema", Migrations.Newest + 1);
        await Set("oldest_program_schema", Migrations.Newest + 1);
        DatabaseUnavailableException refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Migrations.ApplyAsync(database, Now));
        Assert.Contains((Migrations.Newest + 1).ToString(), refused.Message, StringComparison.Ordinal);
        await Set("oldest_program_schema", Migrations.Newest);
        await Migrations.ApplyAsync(database, Now);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task The_commit_mark_changes_when_another_connection_commits(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        long before = await database.Engine.ForeignCommitMarkAsync(Now);
        await database.WriteAsync(w => w.ExecuteAsync("UPDATE log_head SET sequence = sequence + 1 WHERE id = 1"), Now);
        Assert.NotEqual(before, await database.Engine.ForeignCommitMarkAsync(Now));
    }

    private static Task<long> Count(Database database, string name) =>
        database.ReadAsync(r => r.ScalarAsync<long>("SELECT count(*) FROM meta WHERE name = @name", new { name }), Now);
}
