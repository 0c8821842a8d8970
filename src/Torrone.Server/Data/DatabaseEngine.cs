using System.Data.Common;

namespace Torrone.Server.Data;

/// <summary>
/// What differs between the two databases: how a connection is opened, how a write begins, and a handful of words of SQL.
/// Statements in slices stay in the common subset and never ask which engine runs them.
/// </summary>
public abstract class DatabaseEngine : IAsyncDisposable
{
    /// <summary>"sqlite" or "postgresql".</summary>
    public abstract string Name { get; }

    /// <summary>Opens a connection for reading. The caller disposes it.</summary>
    public abstract ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellation);

    /// <summary>Opens a connection for writing and begins its transaction; waits while another writer must finish first.</summary>
    public abstract ValueTask<WriteLease> BeginWriteAsync(CancellationToken cancellation);

    /// <summary>Begins a transaction that only reads and sees one state throughout.</summary>
    public abstract ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Replaces the tokens of a migration ({{id}}, {{blob}}) by this engine's words.</summary>
    public abstract string Translate(string sql);

    /// <summary>A slice's statement in this engine's words: <c>IN @name</c> takes a list (an array) as its parameter on both.</summary>
    public virtual string Statement(string sql) => sql;

    /// <summary>True when the exception says that a unique index or primary key refused the row.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>True when the exception says that the database cannot answer now, whatever was asked: away, full, or held by another for too long.</summary>
    public abstract bool IsAway(DbException exception);

    /// <summary>True while no table exists yet.</summary>
    public abstract Task<bool> IsEmptyAsync(DbConnection connection, DbTransaction? transaction);

    /// <summary>Serializes migrations of several starting nodes; called first inside the migrating transaction.</summary>
    public abstract Task LockForMigrationAsync(DbConnection connection, DbTransaction transaction);

    /// <summary>A number that changes when another process has committed; used beside in-process signals to wake readers.</summary>
    public abstract Task<long> ForeignCommitMarkAsync(CancellationToken cancellation);

    /// <summary>Keeps a copy of the data before a migration changes it, where the engine can; null where it cannot.</summary>
    public abstract Task<string?> KeepCopyAsync(string label, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

/// <summary>An open connection with a begun transaction, and what must be given back when it is over.</summary>
public sealed record WriteLease(DbConnection Connection, DbTransaction Transaction, Func<ValueTask> Return);
