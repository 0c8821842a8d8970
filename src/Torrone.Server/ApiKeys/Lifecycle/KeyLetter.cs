namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a letter about a key tells. The name is the beginning of its texts' keys.</summary>
internal enum KeyLetter
{
    Created,
    Edited,
    Regenerated,

    /// <summary>Regenerated with an overlap: both secrets work for a while.</summary>
    Rotated,
    Released,
    Deleted,
    Revoked,

    /// <summary>Revoked because somebody reported the secret.</summary>
    Leaked,

    /// <summary>14, 3 or 1 days before its end.</summary>
    Expiring,
    Expired,

    /// <summary>Frozen because of unusual use.</summary>
    Frozen,

    /// <summary>Used from a network that it was never used from before.</summary>
    NewNetwork,
}
