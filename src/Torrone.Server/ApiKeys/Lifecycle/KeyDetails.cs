using System.Text.Json;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>A key as its holder sees it; without the secret. Times are UTC Unix milliseconds; null means "not so".</summary>
public sealed class KeyDetails
{
    internal long Id { get; init; }

    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    public string TypeLetter { get; init; } = "";

    /// <summary>Four of the secret's random characters; empty when it has no secret any more.</summary>
    public string? Hint { get; init; }

    public long PrincipalId { get; init; }

    public long CreatedAt { get; init; }

    public long ExpiresAt { get; init; }

    /// <summary>The days of life that were chosen; a new secret gets as many again, as far as today's policy allows.</summary>
    public int LifetimeDays { get; init; }

    public long? RevokedAt { get; init; }

    /// <summary>Who revoked it; null when nobody did, or the gallery itself.</summary>
    public string? RevokedByName { get; init; }

    public string? RevokedReason { get; init; }

    public long? FrozenAt { get; init; }

    public string? FrozenReason { get; init; }

    public long? LastUsedAt { get; init; }

    public string? LastUsedAddress { get; init; }

    public string? LastUsedClient { get; init; }

    /// <summary>"Id Version", or the id alone.</summary>
    public string? LastUsedPackage { get; init; }

    /// <summary>For whom it acts.</summary>
    public long OwnerId { get; set; }

    public string OwnerName { get; set; } = "";

    /// <summary>The membership through which it acts for its owner; null when it acts for its principal.</summary>
    internal long? MembershipId { get; set; }

    public IReadOnlyList<KeyAction> Actions { get; set; } = [];

    /// <summary>Its glob patterns, as written.</summary>
    public IReadOnlyList<string> Globs { get; set; } = [];

    /// <summary>The packages that were picked one by one.</summary>
    public IReadOnlyList<string> PackageIds { get; set; } = [];

    /// <summary>What the key is at a time.</summary>
    public KeyState StateAt(long now) => this switch
    {
        { RevokedAt: not null } => KeyState.Revoked,
        _ when ExpiresAt <= now => KeyState.Expired,
        { FrozenAt: not null } => KeyState.Frozen,
        _ when ExpiresAt - now <= KeyWarnings.ExpiringDays * KeyWarnings.Day => KeyState.Expiring,
        _ => KeyState.Active,
    };

    /// <summary>For the audit log: what it may do and until when.</summary>
    internal string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name, owner = OwnerName, actions = Actions.Select(a => a.Name()), globs = Globs, packages = PackageIds, expiresAt = ExpiresAt,
    });
}
