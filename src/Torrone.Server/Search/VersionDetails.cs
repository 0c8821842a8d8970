using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;

namespace Torrone.Server.Search;

/// <summary>What a version says about its package.</summary>
/// <param name="Manifest">Without what no result shows: dependencies, release notes, copyright.</param>
/// <param name="Frameworks">Short names of the frameworks it has files or dependencies for, such as net8.0.</param>
/// <param name="Published">First published, in Unix milliseconds.</param>
/// <param name="Deprecation">Why it should no longer be used; null when nobody says so.</param>
/// <param name="Vulnerabilities">Those that are known, worst first; null when none is.</param>
internal sealed record VersionDetails(PackageManifest Manifest, string[] Frameworks, long Published, Deprecation? Deprecation = null,
    Vulnerability[]? Vulnerabilities = null);
