using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Gives a key a new secret and another life of the length that was once chosen, cut to what is allowed today. The old secret stops in
/// the same transaction.
/// </summary>
public sealed class RegenerateKey(Database database, KeyRights rights, KeySecrets secrets, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>Null when the person has no such key.</summary>
    /// <param name="nonce">What makes one form's answer unrepeatable; null when no form is behind it.</param>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public Task<IssueAnswer?> RunAsync(
        Actor who, long principalId, string publicId, string? nonce, string site, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, principalId);
        return KeyForms.OnceAsync(database, principalId, nonce, async write =>
        {
            KeyDetails? key = await KeyReader.FindAsync(write, principalId, publicId);
            if (key is null)
            {
                return null;
            }

            KeyOwner? owner = await rights.OwnerAsync(write, principalId, key.OwnerId);
            KeyProblem? problem = await KeyRights.AccountProblemAsync(write, principalId)
                ?? await KeyRights.ProofProblemAsync(write, who, clock.GetUtcNow().ToUnixTimeMilliseconds()) ?? KeyForms.Problem(nonce) ?? Problem(key, owner);
            return problem is not null || owner is null
                ? IssueAnswer.Refused(problem is null ? [] : [problem])
                : await RenewAsync(write, who, key, owner, nonce, site);
        }, cancellation);
    }

    private static KeyProblem? Problem(KeyDetails key, KeyOwner? owner) => key switch
    {
        { RevokedAt: not null } => KeyProblem.Of("", "ProblemRevoked"),
        { FrozenAt: not null } => KeyProblem.Of("", "ProblemFrozen"),
        // A person who left an organization and came back has another membership: the old keys stay dead.
        _ when owner is null || owner.MembershipId != key.MembershipId => KeyProblem.Of("", "ProblemOwnerLost"),
        _ => null,
    };

    private async Task<IssueAnswer> RenewAsync(
        WriteTransaction write, Actor who, KeyDetails key, KeyOwner owner, string? nonce, string site)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long expiresAt = now + (Math.Min(key.LifetimeDays, owner.MaxDays) * KeyWarnings.Day);
        // The key's row first: it makes whoever else renews this key wait, so that one secret is left in the end.
        await write.ExecuteAsync("UPDATE api_keys SET expires_at = @expiresAt WHERE id = @Id", new { expiresAt, key.Id });
        await KeySecrets.DestroyAsync(write, key.Id);
        KeyText secret = await secrets.AddAsync(write, key.Id, key.TypeLetter[0], now);
        await KeyForms.RememberAsync(write, key.PrincipalId, nonce, key.Id, now);
        KeyDetails after = await KeyReader.ReadAsync(write, key.Id);
        await audit.WriteAsync(write,
            new AuditEntry("key.regenerated", who, "key", key.PublicId, key.PrincipalId, Before: key.ToJson(), After: after.ToJson()));
        await letters.SendAsync(write, KeyLetter.Regenerated, after, site);
        return IssueAnswer.Issued(key.PublicId, secret, expiresAt);
    }
}
