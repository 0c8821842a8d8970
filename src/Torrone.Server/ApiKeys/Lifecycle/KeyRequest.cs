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

    /// <summary>The person whose key it will be.</summary>
    public required long PrincipalId { get; init; }

    /// <summary>What people call it; 1 to 256 characters on one line.</summary>
    public required string Name { get; init; }

    /// <summary>For whom the key acts: the person, or an organization it belongs to.</summary>
    public required long OwnerId { get; init; }

    /// <summary>What it may do; none is an error, never a key.</summary>
    public required IReadOnlyList<KeyAction> Actions { get; init; }

    /// <summary>Glob patterns. Empty entries are left out.</summary>
    public IReadOnlyList<string> Globs { get; init; } = [];

    /// <summary>Single package ids.</summary>
    public IReadOnlyList<string> PackageIds { get; init; } = [];

    /// <summary>Days of life, from 1 to what the site and the owner allow.</summary>
    public required int LifetimeDays { get; init; }

    /// <summary>What makes one form's answer unrepeatable, 16 to 64 characters; null when no form is behind it.</summary>
    public string? FormNonce { get; init; }

    /// <summary>The gallery's address for the letter, without a slash at its end.</summary>
    public required string Site { get; init; }
}
