namespace Torrone.Server.ApiKeys;

/// <summary>
/// A key that somebody presented, as the database knows it at this moment. Plain values, without the secret. Times are UTC Unix
/// milliseconds; null means "not so".
/// </summary>
public sealed class PresentedKey
{
    public long KeyId { get; init; }

    /// <summary>Which of the key's secrets was presented.</summary>
    public long SecretId { get; init; }

    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>r may only read, p any other standing key, o short-lived.</summary>
    public string TypeLetter { get; init; } = "";

    /// <summary>The person or organization that the key is.</summary>
    public long PrincipalId { get; init; }

    public string PrincipalName { get; init; } = "";

    public string PrincipalPublicId { get; init; } = "";

    /// <summary>1 for an organization, 0 for a person.</summary>
    public long PrincipalKind { get; init; }

    public long? PrincipalLockedAt { get; init; }

    public long? PrincipalDeletedAt { get; init; }

    /// <summary>When a person's e-mail address was confirmed. An organization needs none.</summary>
    public long? PrincipalConfirmedAt { get; init; }

    public long ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? FrozenAt { get; init; }

    public long? DeletedAt { get; init; }

    /// <summary>When this secret stops although the key goes on; null for the key's newest secret.</summary>
    public long? SecretEndsAt { get; init; }

    public IReadOnlyList<PresentedScope> Scopes { get; set; } = [];
}
