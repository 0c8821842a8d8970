using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Torrone.Server.Data;

/// <summary>PostgreSQL 15 or later: the engine of a gallery on several nodes.</summary>
public sealed partial class PostgresEngine(string connectionString) : DatabaseEngine
{
    // Any fixed number will do, as long as every node uses the same one.
    private const long MigrationLock = 0x746F72726F6E65;

    private readonly NpgsqlDataSource _source = Source(connectionString);

    public override string Name => "postgresql";

    public override async ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellation) =>
        await _source.OpenConnectionAsync(cancellation);

    public override async ValueTask<WriteLease> BeginWriteAsync(CancellationToken cancellation)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellation);
        try
        {
            DbTransaction transaction = await connection.BeginTransactionAsync(cancellation);
            return new WriteLease(connection, transaction, connection.DisposeAsync);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    public override string Translate(string sql) => sql
        .Replace("{{id}}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{{blob}}", "BYTEA", StringComparison.Ordinal)
        .Replace("{{zero32}}", "decode(repeat('00', 32), 'hex')", StringComparison.Ordinal);

    // The driver sends a list as one array, which IN does not take.
    public override string Statement(string sql) =>
        sql.Contains("IN @", StringComparison.Ordinal) ? InList().Replace(sql, "= ANY(@$1)") : sql;

    public override bool IsUniqueViolation(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    // What is no answer of the server at all (a lost connection, a time limit), or one about the server and not about the statement.
    public override bool IsAway(DbException exception) => exception switch
    {
        PostgresException answer => answer.IsTransient || answer.SqlState[..2] is "28" or "3D" or "53" or "57" or "58",
        _ => exception is NpgsqlException,
    };

    public override async Task<bool> IsEmptyAsync(DbConnection connection, DbTransaction? transaction) =>
        await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('meta') IS NULL", transaction: transaction);

    public override Task LockForMigrationAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@key)", new { key = MigrationLock }, transaction);

    public override async Task<long> ForeignCommitMarkAsync(CancellationToken cancellation)
    {
        await using DbConnection connection = await OpenReadAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>("SELECT sequence FROM log_head WHERE id = 1");
    }

    // A server's own backups are its administrator's; copying it from here would need rights that a program should not have.
    public override Task<string?> KeepCopyAsync(string label, CancellationToken cancellation) => Task.FromResult<string?>(null);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource Source(string connectionString)
    {
        try
        {
            return new NpgsqlDataSourceBuilder(connectionString).Build();
        }
        catch (ArgumentException)
        {
            // Without the text, which holds a password, and without the exception, which may quote it.
            throw new DatabaseUnavailableException(DataText.Text["ConnectionStringMalformed"]);
        }
    }

    [GeneratedRegex(@"\bIN @(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex InList();
}
