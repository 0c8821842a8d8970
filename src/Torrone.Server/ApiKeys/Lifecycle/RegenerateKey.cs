using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Gives a key a new secret and another life of the length that was once chosen, cut to what is allowed today. The old secret stops in
/// the same transaction, or after the overlap that the person chose, so that what uses it can change over.
/// </summary>
public sealed class RegenerateKey(Database database, KeyOwners owners, KeySecrets secrets, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>The shortest overlap beside none at all.</summary>
    public static readonly TimeSpan ShortestOverlap = TimeSpan.FromHours(1);

    /// <summary>The longest overlap.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    /// <summary>The overlap that is offered.</summary>
    public static readonly TimeSpan OfferedOverlap = TimeSpan.FromHours(24);

    /// <summary>Null when the principal has no such key, or the calling key has not made it.</summary>
    /// <param name="overlap">
    /// How long the old secret goes on, from 1 hour to 7 days, never past its own end; zero: it stops at once. A secret that was already
    /// the old one stops in either case.
    /// </param>
    /// <param name="nonce">What makes one form's answer unrepeatable; null when no form is behind it.</param>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The caller may not change keys of the principal.</exception>
    public Task<IssueAnswer?> RunAsync(KeyCaller caller, long principalId, string publicId, TimeSpan overlap, string? nonce, string site,
        CancellationToken cancellation = default)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return KeyForms.OnceAsync(database, caller, principalId, nonce, now, async write =>
        {
            KeyDetails? key = await KeyReader.FindAsync(write, caller, principalId, publicId);
            if (key is null)
            {
                return null;
            }

            KeyOwner? owner = await owners.FindAsync(write, caller, principalId, key.OwnerId);
            KeyProblem?[] problems =
            [
                await KeyRights.AccountProblemAsync(write, caller, principalId),
                await KeyRights.ProofProblemAsync(write, caller, now),
                KeyForms.Problem(nonce),
                KeyStanding.Problem(key, owner),
                owner?.Problem,
                owner?.ActionProblem(key.Actions),
                overlap != TimeSpan.Zero && (overlap < ShortestOverlap || overlap > LongestOverlap) ? KeyProblem.Of("overlap", "ProblemOverlap") : null,
            ];
            return problems.OfType<KeyProblem>().ToList() is { Count: > 0 } wrong
                ? IssueAnswer.Refused(wrong)
                : await RenewAsync(write, caller, key, owner!, overlap, nonce, site, now);
        }, cancellation);
    }

    private async Task<IssueAnswer> RenewAsync(WriteTransaction write, KeyCaller caller, KeyDetails key, KeyOwner owner, TimeSpan overlap,
        string? nonce, string site, long now)
    {
        long parentEnd = key.ParentPublicId is null ? long.MaxValue : await write.ScalarAsync<long>(
            "SELECT q.expires_at FROM api_keys k JOIN api_keys q ON q.id = k.parent_id WHERE k.id = @Id", new { key.Id });
        long expiresAt = Math.Min(now + (Math.Min(key.LifetimeDays, owner.MaxDays) * KeyWarnings.Day), parentEnd);
        long oldEnds = Math.Min(now + (long)overlap.TotalMilliseconds, key.ExpiresAt);
        // The key's row first: it makes whoever else renews this key wait, so that one new secret is left in the end.
        await write.ExecuteAsync("UPDATE api_keys SET expires_at = @expiresAt, warned_days = @warned WHERE id = @Id",
            new { expiresAt, warned = ExpiryLetters.AlreadyKnown(expiresAt - now), key.Id });
        await KeySecrets.RetireAsync(write, key.Id, oldEnds, now);
        KeyText secret = await secrets.AddAsync(write, key.Id, key.TypeLetter[0], now);
        await KeyForms.RememberAsync(write, key.PrincipalId, nonce, key.Id, now);
        KeyDetails after = await KeyReader.ReadAsync(write, key.Id);
        await audit.WriteAsync(write,
            new AuditEntry("key.regenerated", caller.Who, "key", key.PublicId, key.PrincipalId, Before: key.ToJson(), After: after.ToJson()));
        await letters.SendAsync(write, after.IsRotatingAt(now) ? KeyLetter.Rotated : KeyLetter.Regenerated, after, site);
        return IssueAnswer.Issued(key.PublicId, secret, expiresAt);
    }
}
