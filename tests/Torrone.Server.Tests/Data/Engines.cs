using Torrone.Server.Data;
using Torrone.Server.Tests.Data;
using Torrone.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Engines))]

namespace Torrone.Server.Tests.Data;

/// <summary>Both database engines, for contract tests that take one as a parameter. PostgreSQL is started once, when first asked for.</summary>
public sealed class Engines : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServer? _postgres;
    private int _files;

    public static TheoryData<string> Names => ["sqlite", "postgresql"];

    /// <summary>An empty database on the engine, migrated.</summary>
    public async Task<Database> NewAsync(string engine)
    {
        Database database = await NewEmptyAsync(engine);
        await Migrations.ApplyAsync(database, TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>A database without any table.</summary>
    public async Task<Database> NewEmptyAsync(string engine)
    {
        if (engine == "sqlite")
        {
            return new Database(new SqliteEngine(_folder.Under($"{Interlocked.Increment(ref _files)}.db")));
        }

        return new Database(new PostgresEngine(await NewPostgresAsync()));
    }

    /// <summary>The connection string of an empty PostgreSQL database, for a server in a process of its own.</summary>
    public async Task<string> NewPostgresAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _postgres ??= await PostgresServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }

        return await _postgres.NewDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _starting.Dispose();
        _folder.Dispose();
    }
}
