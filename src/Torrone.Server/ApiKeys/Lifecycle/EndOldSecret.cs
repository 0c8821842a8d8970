using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Ends the overlap of a rotating key before its time: from now on the new secret alone works.</summary>
public sealed class EndOldSecret(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>False when the principal has no such key, or the calling key has not made it. A key that does not rotate stays as it is.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not change keys of the principal.</exception>
    public Task<bool> RunAsync(KeyCaller caller, long principalId, string publicId, CancellationToken cancellation = default) =>
        database.WriteAsync(async write =>
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            await KeyRights.DemandAsync(write, caller, principalId, now);
            if (await KeyReader.FindAsync(write, caller, principalId, publicId) is not { } key)
            {
                return false;
            }

            if (await KeySecrets.EndOldAsync(write, key.Id) > 0 && key.IsRotatingAt(now))
            {
                await audit.WriteAsync(write, new AuditEntry("key.old-secret-ended", caller.Who, "key", key.PublicId, principalId));
            }

            return true;
        }, cancellation);
}
