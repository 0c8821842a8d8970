using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;
using Torrone.Server.Packages.Advisories;
using Torrone.Storage;

namespace Torrone.Server.Packages;

/// <summary>A package with every version that may be downloaded, as it was at one sequence of the log.</summary>
public sealed record PackageRecord
{
    public required long Id { get; init; }

    public required long FeedId { get; init; }

    public required string LowerId { get; init; }

    /// <summary>The id as its newest pushed version spells it.</summary>
    public required string DisplayId { get; init; }

    public required long Downloads { get; init; }

    public required IReadOnlyList<PackageOwner> Owners { get; init; }

    /// <summary>From the lowest to the highest version; unlisted ones included.</summary>
    public required IReadOnlyList<VersionRecord> Versions { get; init; }

    /// <summary>The highest listed version without a prerelease label, else the highest listed one; null when none is listed.</summary>
    public VersionRecord? Newest => Versions.LastOrDefault(v => v is { Listed: true, Prerelease: false }) ?? Versions.LastOrDefault(v => v.Listed);
}

/// <summary>Who answers for a package.</summary>
public sealed class PackageOwner
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>0 a person, 1 an organization.</summary>
    public long Kind { get; init; }
}

/// <summary>One version of a package.</summary>
public sealed record VersionRecord
{
    public required long Id { get; init; }

    public required PackageVersion Version { get; init; }

    public required PackageManifest Manifest { get; init; }

    public required bool Listed { get; init; }

    public bool Prerelease => Version.IsPrerelease;

    /// <summary>Clients before SemVer 2 must not be shown it.</summary>
    public bool SemVer2 => Manifest.IsSemVer2Only || Version.IsSemVer2;

    /// <summary>Bytes of the nupkg.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-512 of the nupkg as it is served.</summary>
    public required byte[] Hash { get; init; }

    public required BlobHash Blob { get; init; }

    /// <summary>UTC Unix milliseconds of the first publication.</summary>
    public required long PublishedAt { get; init; }

    /// <summary>UTC Unix milliseconds of the last change (listing, deprecation).</summary>
    public required long ChangedAt { get; init; }

    /// <summary>Why it should no longer be used; null when nobody says so.</summary>
    public Deprecation? Deprecation { get; init; }

    /// <summary>Its known weaknesses, worst first; each once, however many databases describe it.</summary>
    public IReadOnlyList<PackageAdvisory> Advisories { get; init; } = [];

    public required long Downloads { get; init; }
}
