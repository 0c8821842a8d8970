namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>The key that somebody asks for.</summary>
public sealed record KeyRequest
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 256;

    /// <summary>Patterns and ids together. Enough for a team's packages by name; a prefix does the rest.</summary>
    public const int MaxSubjects = 50;

    /// <summary>Days of life when nobody says otherwise.</summary>
    public const int DefaultDays = 90;

    /// <summary>Whose key it will be: a person, or an organization itself, whose administrators make it.</summary>
    public required long PrincipalId { get; init; }

    /// <summary>What people call it; 1 to 256 characters on one line.</summary>
    public required string Name { get; init; }

    /// <summary>For whom the key acts: its principal, or an organization that the person belongs to.</summary>
    public required long OwnerId { get; init; }

    /// <summary>What it may do; none is an error, never a key.</summary>
    public required IReadOnlyList<KeyAction> Actions { get; init; }

    /// <summary>Glob patterns. Empty entries are left out.</summary>
    public IReadOnlyList<string> Globs { get; init; } = [];

    /// <summary>Single package ids.</summary>
    public IReadOnlyList<string> PackageIds { get; init; } = [];

    /// <summary>Where it may be used from: addresses or ranges (CIDR), at most 20; empty: from everywhere.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The exact versions it may push or list, at most 50; empty: every version.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>True for one version of one package, with its symbols and the client's retries.</summary>
    public bool SingleUse { get; init; }

    /// <summary>Days of life, from 1 to what the site and the owner allow.</summary>
    public required int LifetimeDays { get; init; }

    /// <summary>The very moment of its end, UTC Unix milliseconds, instead of whole days; null for <see cref="LifetimeDays"/>.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>What makes one form's answer unrepeatable, 16 to 64 characters; null when no form is behind it.</summary>
    public string? FormNonce { get; init; }

    /// <summary>The gallery's address for the letter, without a slash at its end.</summary>
    public required string Site { get; init; }
}
