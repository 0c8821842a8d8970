using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>Statements on the index, without a mapper between: a search reads a thousand rows.</summary>
internal static class IndexCommands
{
    /// <summary>Makes a statement in the connection's current transaction.</summary>
    public static SqliteCommand Statement(
        this SqliteConnection connection, string sql, IEnumerable<KeyValuePair<string, object?>> parameters, SqliteTransaction? transaction = null)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <inheritdoc cref="Statement(SqliteConnection, string, IEnumerable{KeyValuePair{string, object}}, SqliteTransaction)"/>
    public static SqliteCommand Statement(
        this SqliteConnection connection, string sql, SqliteTransaction? transaction, params (string Name, object? Value)[] parameters) =>
        connection.Statement(sql, parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)), transaction);

    /// <summary>Runs statements without parameters.</summary>
    public static void Run(this SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = connection.Statement(sql, transaction);
        command.ExecuteNonQuery();
    }
}
