using System.Data.Common;

namespace Torrone.Server.Data;

/// <summary>A write in one transaction: everything in it happens, or nothing does.</summary>
public sealed class WriteTransaction(
    DatabaseEngine engine, DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    : DbSession(engine, connection, transaction, cancellation)
{
    private readonly List<Action> _committed = [];

    /// <summary>Runs once the transaction is durable (wakes readers, the mail sender); never when it is rolled back.</summary>
    public void OnCommitted(Action action) => _committed.Add(action);

    internal void Committed()
    {
        foreach (Action action in _committed)
        {
            action();
        }
    }
}
