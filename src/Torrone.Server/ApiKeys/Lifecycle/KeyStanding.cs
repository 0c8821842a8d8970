namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Whether a key is one that can still be changed or renewed.</summary>
internal static class KeyStanding
{
    /// <summary>Why not; null when it can.</summary>
    /// <param name="owner">For whom it acts, as it is now; null when its principal may no longer act for it.</param>
    public static KeyProblem? Problem(KeyDetails key, KeyOwner? owner) => key switch
    {
        { RevokedAt: not null } => KeyProblem.Of("", "ProblemRevoked"),
        { UsedUpAt: not null } => KeyProblem.Of("", "ProblemUsedUp"),
        { FrozenAt: not null } => KeyProblem.Of("", "ProblemFrozen"),
        { HeldAt: not null } => KeyProblem.Of("", "ProblemHeld"),
        // A person who left an organization and came back has another membership: the old keys stay dead.
        _ when owner is null || owner.MembershipId != key.MembershipId => KeyProblem.Of("", "ProblemOwnerLost"),
        _ => null,
    };
}
