using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.V3;

/// <summary>One package in a search result, told by the newest version that the question allows.</summary>
public sealed record SearchItem
{
    public required PackageId Id { get; init; }

    public required PackageVersion Version { get; init; }

    public required PackageManifest Manifest { get; init; }

    /// <summary>The versions that the question allows; <see cref="Version"/> is one of them.</summary>
    public required IReadOnlyList<SearchVersion> Versions { get; init; }

    public IReadOnlyList<string> Owners { get; init; } = [];

    public long TotalDownloads { get; init; }

    /// <summary>True when the id lies under a prefix reserved for its owner.</summary>
    public bool Verified { get; init; }

    public Deprecation? Deprecation { get; init; }

    public IReadOnlyList<Vulnerability> Vulnerabilities { get; init; } = [];
}
