namespace Torrone.NuGet.Advisories;

/// <summary>What one advisory says about packages of NuGet, whichever form it was written in.</summary>
public sealed record AdvisoryRecord
{
    /// <summary>Its own name, such as GHSA-xxxx-xxxx-xxxx or CVE-2026-1234.</summary>
    public required string Identifier { get; init; }

    /// <summary>Other names of the same weakness.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>One line; empty when the advisory has none.</summary>
    public string Summary { get; init; } = "";

    public AdvisorySeverity Severity { get; init; }

    /// <summary>Where it is described: an absolute web address.</summary>
    public required string Url { get; init; }

    /// <summary>UTC Unix milliseconds; 0 when the advisory does not say.</summary>
    public long PublishedAt { get; init; }

    /// <summary>UTC Unix milliseconds; 0 when the advisory does not say. Of two forms of one advisory the later one holds.</summary>
    public long ModifiedAt { get; init; }

    /// <summary>UTC Unix milliseconds when its author took it back; null while it holds.</summary>
    public long? WithdrawnAt { get; init; }

    /// <summary>At least one; each package once.</summary>
    public required IReadOnlyList<AffectedPackage> Affected { get; init; }
}
