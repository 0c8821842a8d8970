using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>One version in a search result, with its downloads so far.</summary>
public sealed record SearchVersion(PackageVersion Version, long Downloads);
