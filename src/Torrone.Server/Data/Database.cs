using System.Data.Common;
using Dapper;

namespace Torrone.Server.Data;

/// <summary>The one door to the database. Thread-safe.</summary>
public sealed class Database(DatabaseEngine engine) : IAsyncDisposable
{
    static Database() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The engine behind, for migrations and the log's tail.</summary>
    public DatabaseEngine Engine { get; } = engine;

    /// <summary>Runs reads on one connection. Several statements may see commits between them.</summary>
    public async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation = default)
    {
        await using DbConnection connection = await Engine.OpenReadAsync(cancellation);
        return await work(new DbSession(Engine, connection, null, cancellation));
    }

    /// <summary>
    /// Runs reads that see one state of the database throughout: whatever they find belongs to the log sequence they read first.
    /// </summary>
    public async Task<T> ReadSnapshotAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation = default)
    {
        await using DbConnection connection = await Engine.OpenReadAsync(cancellation);
        await using DbTransaction transaction = await Engine.BeginSnapshotAsync(connection, cancellation);
        T result = await work(new DbSession(Engine, connection, transaction, cancellation));
        await transaction.CommitAsync(cancellation);
        return result;
    }

    /// <summary>Runs a write and commits it; rolls back when the work throws.</summary>
    public async Task<T> WriteAsync<T>(Func<WriteTransaction, Task<T>> work, CancellationToken cancellation = default)
    {
        WriteLease lease = await Engine.BeginWriteAsync(cancellation);
        WriteTransaction write = new(Engine, lease.Connection, lease.Transaction, cancellation);
        T result;
        try
        {
            await using (lease.Transaction)
            {
                result = await work(write);
                // Past this line the caller's impatience must not decide what is on the disk.
                await lease.Transaction.CommitAsync(CancellationToken.None);
            }
        }
        finally
        {
            await lease.Return();
        }

        write.Committed();
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<WriteTransaction, Task> work, CancellationToken cancellation = default) =>
        WriteAsync(async write =>
        {
            await work(write);
            return true;
        }, cancellation);

    /// <summary>True when the exception says that a unique index refused the row.</summary>
    public bool IsUniqueViolation(DbException exception) => Engine.IsUniqueViolation(exception);

    /// <summary>True when the exception, or one inside it, says that the database cannot answer now, whatever was asked.</summary>
    public bool IsAway(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is DbException told && Engine.IsAway(told))
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
