namespace Torrone.Server.Api.Keys;

/// <summary>A key without its secret.</summary>
public sealed record KeyBody
{
    /// <summary>Names the key in this API. Not a secret.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How its secret begins; null when it has none any more.</summary>
    public string? Begins { get; init; }

    /// <summary>The person or organization whose key it is.</summary>
    public required string Principal { get; init; }

    /// <summary>person or organization.</summary>
    public required string PrincipalKind { get; init; }

    /// <summary>For whom it acts.</summary>
    public required string Owner { get; init; }

    /// <summary>The id of the key that made it; null when a person did.</summary>
    public string? Parent { get; init; }

    /// <summary>push, push-version, unlist, read, manage-keys.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Glob patterns over package ids.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>Single package ids.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Where it may be used from, as CIDR; empty: from everywhere.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>The exact versions it may push or list; empty: every version.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>Good for one version of one package.</summary>
    public required bool SingleUse { get; init; }

    /// <summary>active, expiring, expired, frozen, held, rotating, used-up, revoked.</summary>
    public required string State { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    /// <summary>While it rotates: when the old secret stops. Null otherwise.</summary>
    public DateTime? OldSecretEndsAt { get; init; }

    /// <summary>Null when it was never used.</summary>
    public KeyLastUse? LastUse { get; init; }

    public DateTime? RevokedAt { get; init; }

    public string? RevokedReason { get; init; }
}
