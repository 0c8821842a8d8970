using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Changes what a key may do, with the checks of a new one. Its secret goes on; its end never moves further away, and comes nearer where
/// today's policy asks for that. Keys that it made and that would be wider than itself are revoked with it.
/// </summary>
public sealed class EditKey(
    Database database, KeyOwners owners, OwnedPackages packages, KeyRows rows, EndKey end, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>What the edit would change, and what is wrong with it; nothing is written. Null when the principal has no such key.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not change keys of the principal, or is a key.</exception>
    public async Task<EditAnswer?> PreviewAsync(
        KeyCaller caller, long principalId, string publicId, KeyChange change, CancellationToken cancellation = default)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return (await database.ReadSnapshotAsync(read => PlanAsync(read, caller, principalId, publicId, change, now), cancellation))?.Answer;
    }

    /// <summary>Changes the key, or says everything that is wrong. Null when the principal has no such key.</summary>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The caller may not change keys of the principal, or is a key.</exception>
    public Task<EditAnswer?> RunAsync(
        KeyCaller caller, long principalId, string publicId, KeyChange change, string site, CancellationToken cancellation = default) =>
        database.WriteAsync(async write =>
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            // Two edits at once come one after the other: what one leaves as it is must not be what the other has just changed.
            await write.ExecuteAsync("UPDATE api_keys SET name = name WHERE public_id = @publicId AND principal_id = @principalId", new { publicId, principalId });
            Plan? plan = await PlanAsync(write, caller, principalId, publicId, change, now);
            if (plan is null)
            {
                return null;
            }

            if (await KeyRights.ProofProblemAsync(write, caller, now) is { } stale)
            {
                return plan.Answer with { Problems = [stale, .. plan.Answer.Problems] };
            }

            if (plan.Answer.Problems.Count == 0 && !plan.Answer.Diff.IsEmpty)
            {
                await SaveAsync(write, caller, plan, site, now);
            }

            return plan.Answer;
        }, cancellation);

    private async Task<Plan?> PlanAsync(DbSession read, KeyCaller caller, long principalId, string publicId, KeyChange change, long now)
    {
        await KeyRights.DemandAsync(read, caller, principalId, now);
        if (caller.Key is not null)
        {
            throw new UnauthorizedAccessException();
        }

        if (await KeyReader.FindAsync(read, caller, principalId, publicId) is not { } key)
        {
            return null;
        }

        KeyOwner? owner = await owners.FindAsync(read, caller, principalId, key.OwnerId);
        KeyContents next = KeyContents.Read(change, key);
        KeyProblem?[] problems =
        [
            await KeyRights.AccountProblemAsync(read, caller, principalId), KeyStanding.Problem(key, owner), owner?.Problem, owner?.ActionProblem(next.Actions),
            // A secret that begins with trr_ says what it is for, and the gate believes it.
            key.TypeLetter == KeyText.ReadOnly.ToString() && next.Actions.Any(a => a != KeyAction.Read) ? KeyProblem.Of("actions", "ProblemReadOnly") : null,
        ];
        long latest = now + ((owner?.MaxDays ?? 0) * KeyWarnings.Day);
        long expiresAt = key.ExpiresAt > latest && owner is not null ? latest : key.ExpiresAt;
        KeyDiff diff = KeyDiff.Of(key, next, expiresAt, await packages.IdsAsync(read, key.OwnerId));
        return new Plan(key, owner, next, expiresAt, new EditAnswer(diff, [.. problems.OfType<KeyProblem>(), .. next.Problems]));
    }

    private async Task SaveAsync(WriteTransaction write, KeyCaller caller, Plan plan, string site, long now)
    {
        await write.ExecuteAsync("UPDATE api_keys SET name = @Name, single_use = @single, expires_at = @ExpiresAt WHERE id = @Id",
            new { plan.Next.Name, single = plan.Next.SingleUse ? 1 : 0, plan.ExpiresAt, plan.Key.Id });
        await rows.KeepContentsAsync(write, plan.Key.Id, plan.Owner!, plan.Next);
        KeyDetails after = await KeyReader.ReadAsync(write, plan.Key.Id);
        await audit.WriteAsync(write, new AuditEntry("key.edited", caller.Who, "key", after.PublicId, after.PrincipalId,
            Before: plan.Key.ToJson(), After: after.ToJson()));
        await letters.SendAsync(write, KeyLetter.Edited, after, site, plan.Answer.Diff);
        foreach (KeyDetails child in await KeyReader.ListChildrenAsync(write, after.Id))
        {
            if (KeyAttenuation.Problems(KeyBounds.Of(after), KeyBounds.Of(child)).Count > 0)
            {
                await end.RevokeAsync(write, caller.Who, child, ApiKeysText.Text.English("ReasonNarrowed"), site, now);
            }
        }
    }

    private sealed record Plan(KeyDetails Key, KeyOwner? Owner, KeyContents Next, long ExpiresAt, EditAnswer Answer);
}
