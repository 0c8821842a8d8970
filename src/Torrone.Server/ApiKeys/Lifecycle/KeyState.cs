namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a key is at a moment, in the order in which a list shows them: what needs a person's attention first.</summary>
public enum KeyState
{
    /// <summary>Valid, with 14 days or less to go.</summary>
    Expiring,

    /// <summary>Past its time; a new secret gives it another.</summary>
    Expired,

    /// <summary>Held back because of unusual use, until a person releases it.</summary>
    Frozen,

    /// <summary>Made shortly after a change of e-mail address: waits for a person to release it.</summary>
    Held,

    /// <summary>Valid, with an old secret beside the new one for a while.</summary>
    Rotating,

    /// <summary>Valid.</summary>
    Active,

    /// <summary>A single-use key that has been used.</summary>
    UsedUp,

    /// <summary>Ended for good.</summary>
    Revoked,
}
