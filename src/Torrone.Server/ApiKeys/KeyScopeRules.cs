namespace Torrone.Server.ApiKeys;

/// <summary>The rules about one scope and one use: <see cref="KeyRule.Action"/> to <see cref="KeyRule.Ownership"/>.</summary>
internal static class KeyScopeRules
{
    /// <summary>The first rule at which the scope fails; null when it passes all of them.</summary>
    public static KeyRule? FirstFailure(PresentedKey key, PresentedScope scope, KeyQuestion question)
    {
        if (scope.FeedId != question.FeedId || !Allows(key, scope, question))
        {
            return KeyRule.Action;
        }

        if (!CoversPackage(scope, question))
        {
            return KeyRule.Package;
        }

        if (!CoversVersion(key, question))
        {
            return KeyRule.Version;
        }

        if (!scope.ActsFor(key.PrincipalId) || scope.OwnerDeletedAt is not null)
        {
            return KeyRule.Membership;
        }

        if (scope.OwnerLockedAt is not null)
        {
            return KeyRule.OwnerNotLocked;
        }

        // An organization's own key has no person behind it who could have a second factor.
        if (scope.OwnerDemandsSecondFactor != 0 && key.PrincipalKind == 0 && key.PrincipalSecondFactor == 0)
        {
            return KeyRule.SecondFactor;
        }

        if (!scope.PolicyAllowsAction)
        {
            return KeyRule.Policy;
        }

        return Owns(scope, question) ? null : KeyRule.Ownership;
    }

    /// <summary>The refusal of a rule at which the last scope failed.</summary>
    public static Http.Refusal Refusal(KeyRule rule, PresentedKey key, KeyQuestion question) => rule switch
    {
        KeyRule.Action => ActionRefusal(key, question),
        KeyRule.Package => KeyRefusals.PackageNotCovered(question.PackageId),
        KeyRule.Version => KeyRefusals.VersionNotCovered(question.LowerVersion ?? ""),
        KeyRule.Membership => KeyRefusals.MembershipEnded,
        KeyRule.OwnerNotLocked => KeyRefusals.OwnerLocked,
        KeyRule.SecondFactor => KeyRefusals.SecondFactorRequired,
        KeyRule.Policy => KeyRefusals.PolicyForbids,
        KeyRule.Ownership => question is { Operation: KeyOperation.Push or KeyOperation.Verify, Standing.Exists: false }
            ? KeyRefusals.PrefixReserved(question.PackageId)
            : KeyRefusals.NotOwner(question.PackageId),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    private static bool Allows(PresentedKey key, PresentedScope scope, KeyQuestion question)
    {
        // A key whose text says that it only reads does nothing else, whatever its rows say.
        if (question.Operation != KeyOperation.Read && key.TypeLetter is [KeyText.ReadOnly])
        {
            return false;
        }

        return (question.Operation, scope.Allows) switch
        {
            (KeyOperation.Push or KeyOperation.PushSymbols or KeyOperation.Verify, KeyAction.Push) => true,
            (KeyOperation.Push or KeyOperation.PushSymbols or KeyOperation.Verify, KeyAction.PushVersion) => question.Standing.Exists,
            (KeyOperation.Unlist or KeyOperation.Relist or KeyOperation.Deprecate, KeyAction.Unlist) => true,
            (KeyOperation.Read, KeyAction.Read) => true,
            // Keys make keys one deep: a chain of them could not be overseen.
            (KeyOperation.ManageKeys, KeyAction.ManageKeys) => key.ParentId is null,
            _ => false,
        };
    }

    private static bool CoversPackage(PresentedScope scope, KeyQuestion question) => question.Operation switch
    {
        KeyOperation.ManageKeys => true,
        KeyOperation.Read when question.PackageId.Length == 0 => true,
        _ => scope.Covers(question.PackageId),
    };

    private static bool CoversVersion(PresentedKey key, KeyQuestion question) =>
        key.Versions.Count == 0 || question.Operation is KeyOperation.Read or KeyOperation.ManageKeys
        || (question.LowerVersion is { } version && key.Versions.Contains(version, StringComparer.Ordinal));

    private static bool Owns(PresentedScope scope, KeyQuestion question)
    {
        PackageStanding standing = question.Standing;
        return question.Operation switch
        {
            // Who may read a feed is the feed's own rule, and whose keys one may make is asked where they are made; a key only narrows it.
            KeyOperation.Read or KeyOperation.ManageKeys => true,
            KeyOperation.Push or KeyOperation.Verify when !standing.Exists => standing.ReservedFor is null || standing.ReservedFor.Contains(scope.OwnerId),
            _ => standing.OwnerIds.Contains(scope.OwnerId),
        };
    }

    private static Http.Refusal ActionRefusal(PresentedKey key, KeyQuestion question) => question.Operation switch
    {
        KeyOperation.Read => KeyRefusals.ReadNotAllowed,
        KeyOperation.ManageKeys => KeyRefusals.ManageNotAllowed,
        KeyOperation.Push or KeyOperation.Verify or KeyOperation.PushSymbols
            when key.Scopes.Any(s => s.FeedId == question.FeedId && s.Allows == KeyAction.PushVersion) => KeyRefusals.NewIdNotAllowed(question.PackageId),
        KeyOperation.Push or KeyOperation.Verify or KeyOperation.PushSymbols => KeyRefusals.PushNotAllowed,
        _ => KeyRefusals.UnlistNotAllowed,
    };
}
