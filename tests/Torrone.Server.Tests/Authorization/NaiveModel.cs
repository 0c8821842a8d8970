using Torrone.Server.ApiKeys;

namespace Torrone.Server.Tests.Authorization;

/// <summary>
/// What ought to happen, written down a second time and as plainly as can be, from the product's promises alone: no scopes, no rows, no
/// loops. It shares no code with the product.
/// </summary>
internal static class NaiveModel
{
    /// <summary>"ok", or the code of the refusal.</summary>
    public static string Expect(MatrixCase c)
    {
        bool holderIsTeam = c.Acting == Acting.TeamForItself;
        bool forTeam = c.Acting != Acting.PersonForItself;

        if (c.Fate == KeyFate.Deleted)
        {
            return "key-unknown";
        }

        if (c.Fate == KeyFate.Revoked)
        {
            return "key-revoked";
        }

        if (c.Fate is KeyFate.Expired or KeyFate.SecretReplaced)
        {
            return "key-expired";
        }

        if (c.Trouble == Trouble.HolderLocked || (c.Trouble == Trouble.TeamLocked && holderIsTeam))
        {
            return "account-locked";
        }

        if (c.Trouble == Trouble.HolderUnconfirmed && !holderIsTeam)
        {
            return "account-unconfirmed";
        }

        if (c.Fate is KeyFate.ChildOfRevoked or KeyFate.ChildOfExpired)
        {
            return "parent-ended";
        }

        if (c.Fate == KeyFate.ChildOfFrozen)
        {
            return "parent-stopped";
        }

        if (c.Fate == KeyFate.Held)
        {
            return "key-held";
        }

        if (c.Fate == KeyFate.Frozen)
        {
            return "key-frozen";
        }

        if (c.Fate == KeyFate.UsedUp)
        {
            return "key-used-up";
        }

        if (!ActionFits(c))
        {
            return "scope-action";
        }

        if (c.Acting is Acting.FormerMemberForTeam or Acting.ReturnedMemberForTeam or Acting.StrangerForTeam)
        {
            return "membership-ended";
        }

        if (forTeam && c.Trouble == Trouble.TeamLocked)
        {
            return "account-locked";
        }

        if (forTeam && !holderIsTeam && c.Trouble == Trouble.TeamDemandsSecondFactor)
        {
            return "second-factor-required";
        }

        if (forTeam && c.Trouble == Trouble.TeamLetsKeysOnlyRead && c.Action != "read")
        {
            return "policy-action";
        }

        string ownership = Ownership(c, forTeam, holderIsTeam);
        if (ownership != "ok")
        {
            return ownership;
        }

        return c.Fate == KeyFate.ChildOfNarrower ? "parent-narrower" : "ok";
    }

    private static bool IsNew(Target target) => target >= Target.NewAndFree;

    private static bool ActionFits(MatrixCase c)
    {
        switch (c.Operation)
        {
            case KeyOperation.Push:
            case KeyOperation.Verify:
            case KeyOperation.PushSymbols:
                return c.Action == "push" || (c.Action == "push-version" && !IsNew(c.Target));
            case KeyOperation.Unlist:
            case KeyOperation.Relist:
            case KeyOperation.Deprecate:
                return c.Action == "unlist";
            case KeyOperation.Read:
                return c.Action == "read";
            case KeyOperation.ManageKeys:
                // A key that a key made makes no keys.
                return c.Action == "manage-keys" && c.Fate < KeyFate.ChildOfGood;
            default:
                return false;
        }
    }

    private static string Ownership(MatrixCase c, bool forTeam, bool holderIsTeam)
    {
        if (c.Operation is KeyOperation.Read or KeyOperation.ManageKeys)
        {
            return "ok";
        }

        if (!IsNew(c.Target))
        {
            bool own = (c.Target == Target.HoldersOwn && (!forTeam || holderIsTeam)) || (c.Target == Target.Teams && forTeam);
            return own ? "ok" : "not-owner";
        }

        if (c.Operation is KeyOperation.Unlist or KeyOperation.Relist or KeyOperation.Deprecate or KeyOperation.PushSymbols)
        {
            return "not-owner";
        }

        bool free = c.Target == Target.NewAndFree
            || (c.Target == Target.NewUnderPrefixOfHolder && (!forTeam || holderIsTeam))
            || (c.Target == Target.NewUnderPrefixOfTeam && forTeam);
        return free ? "ok" : "prefix-reserved";
    }
}
