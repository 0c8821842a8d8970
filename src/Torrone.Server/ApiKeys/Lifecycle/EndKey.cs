using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Stops a key for good, on every node at once: revoked keys stay listed, deleted ones do not.</summary>
public sealed class EndKey(Database database, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    private const int LongestReason = 256;

    /// <summary>Deletes the key and its secrets; the row stays for the audit log. False when the person has no such key.</summary>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public Task<bool> DeleteAsync(Actor who, long principalId, string publicId, string site, CancellationToken cancellation = default) =>
        EndAsync(who, principalId, publicId, site, KeyLetter.Deleted, "key.deleted", async (write, key) =>
        {
            // The key's row first: a secret that is being made waits for it, or is seen by the statement after it.
            await write.ExecuteAsync("UPDATE api_keys SET deleted_at = @now WHERE id = @Id", new { now = Now, key.Id });
            await KeySecrets.DestroyAsync(write, key.Id);
        }, cancellation);

    /// <summary>
    /// Revokes the key: whoever still uses it is told so, and it cannot be regenerated. False when the person has no such key;
    /// revoking a revoked key changes nothing.
    /// </summary>
    /// <param name="reason">For the list, one line; cut to 256 characters; null for none.</param>
    /// <inheritdoc cref="DeleteAsync"/>
    public Task<bool> RevokeAsync(
        Actor who, long principalId, string publicId, string? reason, string site, CancellationToken cancellation = default) =>
        EndAsync(who, principalId, publicId, site, KeyLetter.Revoked, "key.revoked", (write, key) => write.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = @now, revoked_by = @by, revoked_reason = @reason WHERE id = @Id",
            new { now = Now, by = who.PrincipalId, reason = reason is { Length: > LongestReason } ? reason[..LongestReason] : reason, key.Id }),
            cancellation);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<bool> EndAsync(Actor who, long principalId, string publicId, string site, KeyLetter letter, string action,
        Func<WriteTransaction, KeyDetails, Task> end, CancellationToken cancellation)
    {
        KeyRights.Demand(who, principalId);
        return database.WriteAsync(async write =>
        {
            KeyDetails? key = await KeyReader.FindAsync(write, principalId, publicId);
            if (key is null || (letter == KeyLetter.Revoked && key.RevokedAt is not null))
            {
                return key is not null;
            }

            await end(write, key);
            await audit.WriteAsync(write, new AuditEntry(action, who, "key", key.PublicId, principalId, Before: key.ToJson()));
            await letters.SendAsync(write, letter, key, site);
            return true;
        }, cancellation);
    }
}
