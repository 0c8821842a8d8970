namespace Torrone.Server.ApiKeys;

/// <summary>Every question that a use of a key must pass, in the order in which they are asked: the first "no" is the refusal.</summary>
public enum KeyRule
{
    /// <summary>There is such a key, and its holder still has an account.</summary>
    Known,

    NotRevoked,

    /// <summary>Neither the key nor the presented secret has reached its end.</summary>
    NotExpired,

    /// <summary>The person or organization that the key is.</summary>
    HolderNotLocked,

    HolderConfirmed,

    /// <summary>The key that made this one is itself in force.</summary>
    ParentInForce,

    /// <summary>Not waiting for a fresh proof after a change of the e-mail address.</summary>
    NotHeld,

    NotFrozen,

    /// <summary>The client's address lies in one of the key's ranges, where it has any.</summary>
    Address,

    /// <summary>A single-use key was not used yet, or this is the rest of that one use.</summary>
    NotUsedUp,

    /// <summary>A scope of this feed has the action.</summary>
    Action,

    /// <summary>Such a scope covers the package id.</summary>
    Package,

    /// <summary>The version is one of the key's, where it names any.</summary>
    Version,

    /// <summary>The holder still acts for the scope's owner.</summary>
    Membership,

    /// <summary>That owner is not locked.</summary>
    OwnerNotLocked,

    /// <summary>The holder has a second factor, where that owner demands one.</summary>
    SecondFactor,

    /// <summary>That owner's policy lets keys carry the action.</summary>
    Policy,

    /// <summary>That owner owns the package, or may take the new id.</summary>
    Ownership,

    /// <summary>The key that made this one might do the same: a child is never wider than its parent is now.</summary>
    ParentAllows,
}
