using System.Globalization;
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

    /// <summary>The person or organization whose key it is.</summary>
    public long PrincipalId { get; init; }

    public string PrincipalName { get; init; } = "";

    /// <summary>1 for an organization's own key, 0 for a person's.</summary>
    public long PrincipalKind { get; init; }

    /// <summary>Who made it: the person in the session, or the principal itself for the command line.</summary>
    public string CreatorName { get; init; } = "";

    /// <summary>The manage-keys key that made this one; null when a person did.</summary>
    public string? ParentPublicId { get; init; }

    public string? ParentName { get; init; }

    public long CreatedAt { get; init; }

    public long ExpiresAt { get; init; }

    /// <summary>The days of life that were chosen; a new secret gets as many again, as far as today's policy allows.</summary>
    public int LifetimeDays { get; init; }

    public long? RevokedAt { get; init; }

    /// <summary>Who revoked it; null when nobody did, or the gallery itself.</summary>
    public string? RevokedByName { get; init; }

    public string? RevokedReason { get; init; }

    public long? FrozenAt { get; init; }

    /// <summary>Why, in the reader's language; null while it is not frozen.</summary>
    public string? FrozenReason
    {
        // The database holds a number: how many packages the key pushed to within ten minutes.
        get => long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out long packages)
            ? ApiKeysText.Text.Plural("FrozenReason", packages)
            : field;
        init;
    }

    /// <summary>Since when it waits for a person to release it, because the account's e-mail address had just changed.</summary>
    public long? HeldAt { get; init; }

    /// <summary>1 when it may be used for one version of one package.</summary>
    public long SingleUse { get; init; }

    public long? UsedUpAt { get; init; }

    /// <summary>What a single-use key was used for.</summary>
    public string? UsedUpPackage { get; init; }

    public string? UsedUpVersion { get; init; }

    /// <summary>When the old secret of a rotating key stops; in the past once it has.</summary>
    public long? OldSecretEndsAt { get; init; }

    /// <summary>The old secret's four random characters.</summary>
    public string? OldHint { get; init; }

    /// <summary>The last use of the old secret since the key began to rotate; null when there was none.</summary>
    public long? OldSecretLastUsedAt { get; init; }

    /// <summary>Where from.</summary>
    public string? OldSecretLastUsedAddress { get; init; }

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

    /// <summary>Where it may be used from, as CIDR; empty: from everywhere.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>The exact versions it may push or list, normalized and in lower case; empty: every version.</summary>
    public IReadOnlyList<string> Versions { get; set; } = [];

    /// <summary>True while the old secret works beside the new one.</summary>
    public bool IsRotatingAt(long now) => OldSecretEndsAt > now;

    /// <summary>True when a pattern or a picked package of the key covers the id.</summary>
    public bool Covers(string packageId) => KeyReach.Of(
        [.. Globs.Select(g => (SubjectKinds.Glob, g)), .. PackageIds.Select(i => (SubjectKinds.Id, i))], [packageId]).Count > 0;

    /// <summary>What the key is at a time.</summary>
    public KeyState StateAt(long now) => this switch
    {
        { RevokedAt: not null } => KeyState.Revoked,
        _ when ExpiresAt <= now => KeyState.Expired,
        { UsedUpAt: not null } => KeyState.UsedUp,
        { FrozenAt: not null } => KeyState.Frozen,
        { HeldAt: not null } => KeyState.Held,
        _ when IsRotatingAt(now) => KeyState.Rotating,
        _ when ExpiresAt - now <= KeyWarnings.ExpiringDays * KeyWarnings.Day => KeyState.Expiring,
        _ => KeyState.Active,
    };

    /// <summary>For the audit log: what it may do and until when.</summary>
    internal string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name, owner = OwnerName, actions = Actions.Select(a => a.Name()), globs = Globs, packages = PackageIds, expiresAt = ExpiresAt,
        addresses = Addresses, versions = Versions, singleUse = SingleUse != 0,
    });
}
