using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Storage;

namespace Torrone.Server.Operations;

/// <summary>Whether this node can do its work: what a load balancer or a supervisor asks.</summary>
public sealed class Health(Database database, IBlobStore blobs, ILogger<Health> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>True when the database answers within three seconds and the blobs' folder is there.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await database.ReadAsync(EventLog.HeadAsync, limit.Token).WaitAsync(limit.Token);
            return Directory.Exists(blobs.SpoolFolder);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever ails the database, the answer is the same: not now.
            logger.LogWarning(e, "This node is not ready: the database does not answer.");
            return false;
        }
    }
}
