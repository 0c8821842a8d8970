using Torrone.NuGet.Advisories;

namespace Torrone.Server.Packages.Advisories;

/// <summary>An advisory as a list shows it.</summary>
public sealed record StoredAdvisory
{
    public required string Identifier { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public required string Summary { get; init; }

    public required AdvisorySeverity Severity { get; init; }

    public required string Url { get; init; }

    /// <summary>UTC Unix milliseconds; 0 when unknown.</summary>
    public required long ModifiedAt { get; init; }

    /// <summary>By its author; null while it holds.</summary>
    public long? WithdrawnAt { get; init; }

    /// <summary>By an administrator here; null while it counts.</summary>
    public long? DismissedAt { get; init; }

    public string? DismissedReason { get; init; }

    public required IReadOnlyList<AffectedPackage> Packages { get; init; }

    /// <summary>Those of <see cref="Packages"/> that this gallery has, in lower case.</summary>
    public required IReadOnlySet<string> Here { get; init; }
}
