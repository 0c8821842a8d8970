namespace Torrone.Server.ApiKeys;

/// <summary>
/// A key that somebody presented, as the database knows it at this moment. Plain values, without the secret. Times are UTC Unix
/// milliseconds; null means "not so".
/// </summary>
public record PresentedKey
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

    /// <summary>1 when the person has an authenticator app or a passkey.</summary>
    public long PrincipalSecondFactor { get; init; }

    public long ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? FrozenAt { get; init; }

    /// <summary>When a person last let it work again after it was frozen or held.</summary>
    public long? ReleasedAt { get; init; }

    /// <summary>Since when it waits for a fresh proof of its holder, after a change of the e-mail address.</summary>
    public long? HeldAt { get; init; }

    public long? DeletedAt { get; init; }

    /// <summary>When this secret stops although the key goes on; null for the key's newest secret.</summary>
    public long? SecretEndsAt { get; set; }

    /// <summary>1 when it is good for one id and version.</summary>
    public long SingleUse { get; init; }

    /// <summary>When that one use was made; what it was stands in the next five.</summary>
    public long? UsedUpAt { get; init; }

    /// <summary>The use's word (<see cref="KeyOperations"/>).</summary>
    public string? UsedUpOperation { get; init; }

    public string? UsedUpPackage { get; init; }

    /// <summary>Normalized and lower-cased.</summary>
    public string? UsedUpVersion { get; init; }

    /// <summary>X-NuGet-Session-Id of the use; null when the client sent none, and then nothing counts as its retry.</summary>
    public string? UsedUpSession { get; init; }

    /// <summary>SHA-512 of the pushed bytes; null for any other use.</summary>
    public byte[]? UsedUpHash { get; init; }

    /// <summary>The key that made this one; null when a person did.</summary>
    public long? ParentId { get; init; }

    /// <summary>The same key, as it is now; null although there is a <see cref="ParentId"/> when it was not found.</summary>
    public PresentedKey? Parent { get; set; }

    public IReadOnlyList<PresentedScope> Scopes { get; set; } = [];

    /// <summary>The ranges it may be used from (<see cref="AddressRange"/>); none: from everywhere.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>The versions it may push, list and unlist, normalized and lower-cased; none: every version.</summary>
    public IReadOnlyList<string> Versions { get; set; } = [];
}
