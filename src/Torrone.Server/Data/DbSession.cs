using System.Data.Common;
using Dapper;

namespace Torrone.Server.Data;

/// <summary>A connection for one piece of work, with Dapper's verbs. Not thread-safe; ends with the work it was lent to.</summary>
public class DbSession(DatabaseEngine engine, DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
{
    /// <summary>The open connection, for what the verbs below do not cover.</summary>
    public DbConnection Connection { get; } = connection;

    /// <summary>The transaction of a write; null for a read.</summary>
    public DbTransaction? Transaction { get; } = transaction;

    /// <summary>Cancels the statements of this work.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>All rows. Columns with_underscores map to properties WithoutThem.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await Connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The first row, or default when there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        Connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>The first column of the first row, or default.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) =>
        Connection.ExecuteScalarAsync<T>(Command(sql, parameters));

    /// <summary>Runs a statement; answers how many rows it touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        Connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) =>
        new(engine.Statement(sql), parameters, Transaction, cancellationToken: Cancellation);
}
