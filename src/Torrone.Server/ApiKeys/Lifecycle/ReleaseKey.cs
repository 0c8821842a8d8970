using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Lets a frozen or held key work again, once a person has looked at it and proved anew to be the account's holder.</summary>
public sealed class ReleaseKey(Database database, KeyOwners owners, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// Why the key was not released; empty when it was, or when nothing held it. Null when the principal has no such key. The proof must be
    /// younger than what holds the key: whoever had the session then may still have it.
    /// </summary>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The caller may not change keys of the principal, or is a key.</exception>
    public Task<IReadOnlyList<KeyProblem>?> RunAsync(
        KeyCaller caller, long principalId, string publicId, string site, CancellationToken cancellation = default) =>
        database.WriteAsync<IReadOnlyList<KeyProblem>?>(async write =>
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            await KeyRights.DemandAsync(write, caller, principalId, now);
            if (caller.Key is not null)
            {
                throw new UnauthorizedAccessException();
            }

            if (await KeyReader.FindAsync(write, caller, principalId, publicId) is not { } key)
            {
                return null;
            }

            KeyProblem? problem = key.RevokedAt is not null ? KeyProblem.Of("", "ProblemRevoked")
                : await KeyRights.AccountProblemAsync(write, caller, principalId) ?? await KeyRights.ProofProblemAsync(write, caller, now)
                ?? await YoungerProofProblemAsync(write, caller, key) ?? (await owners.FindAsync(write, caller, principalId, key.OwnerId))?.Problem;
            if (problem is not null)
            {
                return [problem];
            }

            if (key.FrozenAt is not null || key.HeldAt is not null)
            {
                await write.ExecuteAsync("UPDATE api_keys SET frozen_at = NULL, frozen_reason = NULL, held_at = NULL, released_at = @now WHERE id = @Id",
                    new { now, key.Id });
                await audit.WriteAsync(write, new AuditEntry("key.released", caller.Who, "key", key.PublicId, key.PrincipalId,
                    Before: key.FrozenAt is null ? "held" : "frozen"));
                await letters.SendAsync(write, KeyLetter.Released, key, site);
            }

            return [];
        }, cancellation);

    private static async Task<KeyProblem?> YoungerProofProblemAsync(DbSession read, KeyCaller caller, KeyDetails key) =>
        caller.IsCommandLine || await read.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE public_id = @session AND user_id = @person AND ended_at IS NULL AND proved_at > @since",
            new { session = caller.Who.SessionPublicId ?? "", person = caller.Who.PrincipalId ?? 0, since = Math.Max(key.FrozenAt ?? 0, key.HeldAt ?? 0) }) > 0
            ? null
            : KeyProblem.Of("proof", "ProblemProofAnew");
}
