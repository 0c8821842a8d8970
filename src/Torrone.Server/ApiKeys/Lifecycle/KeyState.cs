namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a key is at a moment, in the order in which a list shows them: what needs a person's attention first.</summary>
public enum KeyState
{
    /// <summary>Valid, with 14 days or less to go.</summary>
    Expiring,

    /// <summary>Past its time; a new secret gives it another.</summary>
    Expired,

    /// <summary>Held back because of unusual use.</summary>
    Frozen,

    /// <summary>Valid.</summary>
    Active,

    /// <summary>Ended for good.</summary>
    Revoked,
}
