using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.V2;

/// <summary>One version of a package, as the V2 protocol tells of it.</summary>
public sealed record V2Entry
{
    public required PackageVersion Version { get; init; }

    public required PackageManifest Manifest { get; init; }

    public required bool Listed { get; init; }

    /// <summary>The highest listed version without a prerelease label, among those the reader may see.</summary>
    public required bool IsLatest { get; init; }

    /// <summary>The highest listed version, among those the reader may see.</summary>
    public required bool IsAbsoluteLatest { get; init; }

    /// <summary>UTC Unix milliseconds of the first publication.</summary>
    public required long Published { get; init; }

    /// <summary>UTC Unix milliseconds of the last change.</summary>
    public required long Changed { get; init; }

    /// <summary>Downloads of this version.</summary>
    public required long Downloads { get; init; }

    /// <summary>Downloads of all versions.</summary>
    public required long TotalDownloads { get; init; }

    /// <summary>Bytes of the nupkg.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-512 of the nupkg as it is served.</summary>
    public required byte[] Hash { get; init; }

    public IReadOnlyList<string> Owners { get; init; } = [];

    public string Id => Manifest.Id;
}
