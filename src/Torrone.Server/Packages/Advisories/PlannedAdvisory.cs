using Torrone.NuGet.Advisories;

namespace Torrone.Server.Packages.Advisories;

/// <summary>An advisory and what an import would do with it now.</summary>
/// <param name="Here">Those of its packages that this gallery has, as they are spelled here.</param>
public sealed record PlannedAdvisory(AdvisoryRecord Record, AdvisoryChange Change, IReadOnlyList<string> Here);
