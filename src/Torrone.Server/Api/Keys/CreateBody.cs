namespace Torrone.Server.Api.Keys;

/// <summary>The key that is asked for.</summary>
public sealed record CreateBody
{
    /// <summary>What people call it, 1 to 256 characters on one line.</summary>
    public string? Name { get; init; }

    /// <summary>For whom it acts, by name: the caller itself, or an organization it belongs to. Left out: the caller, or whom the calling key acts for.</summary>
    public string? Owner { get; init; }

    /// <summary>push, push-version, unlist, read, manage-keys. A key cannot pass on manage-keys.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Glob patterns over package ids; * stands for any run of characters.</summary>
    public IReadOnlyList<string>? Patterns { get; init; }

    /// <summary>Single package ids.</summary>
    public IReadOnlyList<string>? Packages { get; init; }

    /// <summary>Days of life; 90 when neither this nor expiresAt is given.</summary>
    public int? LifetimeDays { get; init; }

    /// <summary>The very moment of its end, instead of days.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where it may be used from: addresses or ranges (CIDR). Left out: from everywhere, or from where the calling key may be used.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>The exact versions it may push or list. Left out: every version, or those of the calling key.</summary>
    public IReadOnlyList<string>? Versions { get; init; }

    /// <summary>Good for one version of one package.</summary>
    public bool SingleUse { get; init; }
}
