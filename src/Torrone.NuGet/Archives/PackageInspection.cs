using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>What looking into a pushed archive found. With any problem the package must be refused, and <see cref="Manifest"/> is null.</summary>
public sealed record PackageInspection
{
    /// <summary>The package's own words; null when there is any problem.</summary>
    public PackageManifest? Manifest { get; init; }

    /// <summary>
    /// What the nuspec says, also when there are problems and none of it may be believed; null when it could not be read. For saying more
    /// about a package that is refused anyway.
    /// </summary>
    public PackageManifest? Declared { get; init; }

    /// <summary>Secrets of the form that was looked for, each once; never empty without a problem.</summary>
    public IReadOnlyList<FoundSecret> Secrets { get; init; } = [];

    /// <summary>Empty for a good package.</summary>
    public required IReadOnlyList<PackageProblem> Problems { get; init; }

    /// <summary>What the author might do better. They never stop a push.</summary>
    public IReadOnlyList<PackageProblem> Warnings { get; init; } = [];

    /// <summary>UTF-8 Markdown, exactly as packed; null when the package names none.</summary>
    public byte[]? Readme { get; init; }

    /// <summary>A PNG or JPEG picture, exactly as packed; null when the package embeds none.</summary>
    public byte[]? Icon { get; init; }

    /// <summary><c>image/png</c> or <c>image/jpeg</c>, told from the bytes; null without an icon.</summary>
    public string? IconMediaType { get; init; }

    /// <summary>UTF-8 text, exactly as packed; null when the package embeds none.</summary>
    public byte[]? License { get; init; }

    public bool LicenseIsMarkdown { get; init; }

    /// <summary>The nuspec, exactly as packed; empty when it could not be read.</summary>
    public byte[] NuspecBytes { get; init; } = [];

    public int EntryCount { get; init; }
}
