using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Whether a key may do a thing: a pure function over plain values. Whatever is not allowed by a scope that matches in every part is
/// refused; a key without scopes, an unknown word or a broken pattern allows nothing.
/// </summary>
public static class KeyEvaluation
{
    /// <summary>
    /// The key is valid, its account may act, one scope has the feed, the action and the id, its holder still acts for the scope's
    /// owner, and that owner owns the package (or may take the new id). The first question that fails names the refusal.
    /// </summary>
    public static KeyDecision Decide(PresentedKey key, KeyQuestion question)
    {
        if (State(key, question.Now) is { } refusal)
        {
            return KeyDecision.Refuse(refusal);
        }

        List<PresentedScope> scopes = [.. key.Scopes.Where(s => s.FeedId == question.FeedId && Allows(key, s, question))];
        if (scopes.Count == 0)
        {
            return KeyDecision.Refuse(ActionRefusal(key, question));
        }

        scopes.RemoveAll(s => !s.Covers(question.PackageId));
        if (scopes.Count == 0)
        {
            return KeyDecision.Refuse(KeyRefusals.PackageNotCovered(question.PackageId));
        }

        scopes.RemoveAll(s => !s.ActsFor(key.PrincipalId) || s.OwnerDeletedAt is not null);
        if (scopes.Count == 0)
        {
            return KeyDecision.Refuse(KeyRefusals.MembershipEnded);
        }

        scopes.RemoveAll(s => s.OwnerLockedAt is not null);
        return scopes.Count == 0 ? KeyDecision.Refuse(KeyRefusals.OwnerLocked) : DecideOwner(scopes, question);
    }

    /// <summary>Why the key is no good at all, whatever it is asked for; null while it is valid.</summary>
    /// <param name="now">UTC Unix milliseconds. A key ends at the very millisecond of its expiry.</param>
    public static Refusal? State(PresentedKey key, long now)
    {
        if (key.DeletedAt is not null || key.PrincipalDeletedAt is not null)
        {
            return KeyRefusals.Unknown;
        }

        if (key.RevokedAt is { } revoked)
        {
            return KeyRefusals.Revoked(revoked);
        }

        long end = Math.Min(key.ExpiresAt, key.SecretEndsAt ?? long.MaxValue);
        if (end <= now)
        {
            return KeyRefusals.Expired(end);
        }

        if (key.PrincipalLockedAt is not null)
        {
            return KeyRefusals.AccountLocked;
        }

        if (key.PrincipalKind == 0 && key.PrincipalConfirmedAt is null)
        {
            return KeyRefusals.AccountUnconfirmed;
        }

        return key.FrozenAt is not null ? KeyRefusals.Frozen : null;
    }

    private static bool Allows(PresentedKey key, PresentedScope scope, KeyQuestion question)
    {
        // A key whose text says that it only reads does nothing else, whatever its rows say.
        if (question.Operation != KeyOperation.Read && key.TypeLetter == KeyText.ReadOnly.ToString())
        {
            return false;
        }

        return (question.Operation, KeyActions.Parse(scope.Action)) switch
        {
            (KeyOperation.Push, KeyAction.Push) => true,
            (KeyOperation.Push, KeyAction.PushVersion) => question.Standing.Exists,
            (KeyOperation.Unlist or KeyOperation.Relist, KeyAction.Unlist) => true,
            (KeyOperation.Read, KeyAction.Read) => true,
            _ => false,
        };
    }

    private static KeyDecision DecideOwner(List<PresentedScope> scopes, KeyQuestion question)
    {
        PackageStanding standing = question.Standing;
        if (question.Operation == KeyOperation.Read)
        {
            // Who may read a feed is the feed's own rule; a key only narrows it.
            return KeyDecision.Allow(scopes[0].OwnerId);
        }

        if (question.Operation == KeyOperation.Push && !standing.Exists)
        {
            PresentedScope? taker = scopes.Find(s => standing.ReservedFor is null || standing.ReservedFor.Contains(s.OwnerId));
            return taker is null ? KeyDecision.Refuse(KeyRefusals.PrefixReserved(question.PackageId)) : KeyDecision.Allow(taker.OwnerId);
        }

        PresentedScope? owner = scopes.Find(s => standing.OwnerIds.Contains(s.OwnerId));
        return owner is null ? KeyDecision.Refuse(KeyRefusals.NotOwner(question.PackageId)) : KeyDecision.Allow(owner.OwnerId);
    }

    private static Refusal ActionRefusal(PresentedKey key, KeyQuestion question) => question.Operation switch
    {
        KeyOperation.Read => KeyRefusals.ReadNotAllowed,
        KeyOperation.Push when key.Scopes.Any(s => s.FeedId == question.FeedId && s.Action == KeyAction.PushVersion.Name())
            => KeyRefusals.NewIdNotAllowed(question.PackageId),
        KeyOperation.Push => KeyRefusals.PushNotAllowed,
        _ => KeyRefusals.UnlistNotAllowed,
    };
}
