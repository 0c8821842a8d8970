using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.V3;

/// <summary>One version as registrations tell of it.</summary>
public sealed record RegistrationEntry
{
    public required PackageVersion Version { get; init; }

    public required PackageManifest Manifest { get; init; }

    public required bool Listed { get; init; }

    /// <summary>When it was first published, in UTC Unix milliseconds. An unlisted version's document says 1900 instead.</summary>
    public required long Published { get; init; }

    /// <summary>The catalog leaf's address; null where there is no catalog, and the registration leaf stands in for it.</summary>
    public string? CatalogLeaf { get; init; }

    public Deprecation? Deprecation { get; init; }

    public IReadOnlyList<Vulnerability> Vulnerabilities { get; init; } = [];
}
