using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Stops keys for good, on every node at once: revoked keys stay listed, deleted ones do not. Whatever keys they made are revoked with
/// them. No fresh proof is asked for: stopping a key must be easy.
/// </summary>
public sealed class EndKey(Database database, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>The most keys of one bulk revocation.</summary>
    public const int MostAtOnce = 500;

    private const int LongestReason = 256;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Deletes the key and its secrets; the row stays for the audit log. False when the principal has no such key, or the calling key has
    /// not made it.
    /// </summary>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The caller may not change keys of the principal.</exception>
    public Task<bool> DeleteAsync(KeyCaller caller, long principalId, string publicId, string site, CancellationToken cancellation = default) =>
        database.WriteAsync(async write =>
        {
            await KeyRights.DemandAsync(write, caller, principalId, Now);
            if (await KeyReader.FindAsync(write, caller, principalId, publicId) is not { } key)
            {
                return false;
            }

            await RevokeChildrenAsync(write, caller.Who, key, site, Now);
            // The key's row first: a secret that is being made waits for it, or is seen by the statement after it.
            await write.ExecuteAsync("UPDATE api_keys SET deleted_at = @now WHERE id = @Id", new { now = Now, key.Id });
            await KeySecrets.DestroyAsync(write, key.Id);
            await audit.WriteAsync(write, new AuditEntry("key.deleted", caller.Who, "key", key.PublicId, key.PrincipalId, Before: key.ToJson()));
            await letters.SendAsync(write, KeyLetter.Deleted, key, site);
            return true;
        }, cancellation);

    /// <summary>
    /// Revokes the key: whoever still uses it is told so, and it cannot be regenerated. For an organization also the key of a member that
    /// acts for it. False when there is no such key; revoking a revoked key changes nothing.
    /// </summary>
    /// <param name="reason">For the list, one line; cut to 256 characters; null for none.</param>
    /// <inheritdoc cref="DeleteAsync"/>
    public async Task<bool> RevokeAsync(
        KeyCaller caller, long principalId, string publicId, string? reason, string site, CancellationToken cancellation = default) =>
        await RevokeAsync(caller, principalId, [publicId], reason, site, cancellation) is not null;

    /// <summary>
    /// Revokes several keys in one transaction; null, and nothing is revoked, when there is none of one of the ids. Else how many were
    /// revoked, those that were already not counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostAtOnce"/> ids.</exception>
    /// <inheritdoc cref="RevokeAsync(KeyCaller, long, string, string?, string, CancellationToken)"/>
    public async Task<int?> RevokeAsync(KeyCaller caller, long principalId, IReadOnlyCollection<string> publicIds, string? reason, string site,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(publicIds.Count, MostAtOnce);
        return await database.WriteAsync<int?>(async write =>
        {
            await KeyRights.DemandAsync(write, caller, principalId, Now);
            List<KeyDetails> keys = [];
            foreach (string publicId in publicIds.Distinct(StringComparer.Ordinal))
            {
                if (await KeyReader.FindSeenAsync(write, caller, principalId, publicId) is not { } key)
                {
                    return null;
                }

                keys.Add(key);
            }

            int revoked = 0;
            foreach (KeyDetails key in keys)
            {
                revoked += await RevokeAsync(write, caller.Who, key, reason, site, Now) ? 1 : 0;
            }

            return revoked;
        }, cancellation);
    }

    /// <summary>Revokes the key by whoever holds its secret, whatever its state; false when it was revoked or deleted before.</summary>
    /// <param name="leaked">True when a stranger reports it, false when its holder gives it back.</param>
    public Task<bool> RevokePresentedAsync(PresentedKey presented, Actor who, bool leaked, string site, CancellationToken cancellation = default) =>
        database.WriteAsync(async write => await KeyReader.FindByIdAsync(write, presented.KeyId) is { } key
            && await RevokeAsync(write, who, key, ApiKeysText.Text.English(leaked ? "ReasonLeaked" : "ReasonGivenBack"), site, Now,
                leaked ? KeyLetter.Leaked : KeyLetter.Revoked), cancellation);

    /// <summary>Revokes a key that the caller has a right to, inside its transaction, with all that the key made; false when it was before.</summary>
    internal async Task<bool> RevokeAsync(
        WriteTransaction write, Actor who, KeyDetails key, string? reason, string site, long now, KeyLetter letter = KeyLetter.Revoked)
    {
        // The statement decides, not what was read before: of two at once one tells of it.
        int done = await write.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = @now, revoked_by = @by, revoked_reason = @reason WHERE id = @Id AND revoked_at IS NULL AND deleted_at IS NULL",
            new { now, by = who.PrincipalId, reason = OneLine(reason), key.Id });
        if (done == 0)
        {
            return false;
        }

        await audit.WriteAsync(write, new AuditEntry("key.revoked", who, "key", key.PublicId, key.PrincipalId, Before: key.ToJson(), After: OneLine(reason)));
        await letters.SendAsync(write, letter, key, site);
        await RevokeChildrenAsync(write, who, key, site, now);
        return true;
    }

    private async Task RevokeChildrenAsync(WriteTransaction write, Actor who, KeyDetails key, string site, long now)
    {
        foreach (KeyDetails child in await KeyReader.ListChildrenAsync(write, key.Id))
        {
            await RevokeAsync(write, who, child, ApiKeysText.Text.English("ReasonParent"), site, now);
        }
    }

    private static string? OneLine(string? reason)
    {
        string line = string.Concat((reason ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length == 0 ? null : line.Length > LongestReason ? line[..LongestReason] : line;
    }
}
