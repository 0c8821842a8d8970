using NuGet.Versioning;
using Torrone.NuGet.Advisories;
using Torrone.NuGet.Identity;

namespace Torrone.Server.Packages.Advisories;

/// <summary>What one advisory says of one package.</summary>
/// <param name="Identifier">As its database writes it.</param>
/// <param name="Aliases">Other names of the same weakness.</param>
/// <param name="Summary">One line; may be empty.</param>
/// <param name="Url">Where it is described; absolute.</param>
/// <param name="ModifiedAt">UTC Unix milliseconds; 0 when unknown.</param>
/// <param name="Ranges">Which versions are weak.</param>
public sealed record PackageAdvisory(
    string Identifier, IReadOnlyList<string> Aliases, string Summary, AdvisorySeverity Severity, string Url, long ModifiedAt, IReadOnlyList<VersionRange> Ranges)
{
    public bool Affects(PackageVersion version) => Ranges.Any(r => r.Satisfies(version.Semantic));
}
