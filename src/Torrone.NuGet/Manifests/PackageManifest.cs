using System.Text.Json.Serialization;
using Torrone.NuGet.Problems;
using Torrone.NuGet.Signatures;

namespace Torrone.NuGet.Manifests;

/// <summary>
/// What a package says about itself: its nuspec, plus what the archive's entries show. Text fields are trimmed; a field that the nuspec
/// leaves out or leaves blank is null. Made by archive inspection, so ids, versions, ranges and addresses in it are legal.
/// </summary>
public sealed record PackageManifest
{
    /// <summary>The id as the author writes it.</summary>
    public required string Id { get; init; }

    /// <summary>The version as the author writes it, neither normalized nor lower-cased.</summary>
    public required string Version { get; init; }

    public string? Title { get; init; }

    /// <summary>The authors as written, separated by commas.</summary>
    public string Authors { get; init; } = "";

    public string Description { get; init; } = "";

    public string? Summary { get; init; }

    public string? ReleaseNotes { get; init; }

    public string? Copyright { get; init; }

    public string? Language { get; init; }

    public string[] Tags { get; init; } = [];

    /// <summary>An absolute http or https address, or null.</summary>
    public string? ProjectUrl { get; init; }

    /// <summary>An absolute http or https address, or null; means nothing when <see cref="IconFile"/> is there.</summary>
    public string? IconUrl { get; init; }

    /// <summary>The path of the icon in the archive, with forward slashes.</summary>
    public string? IconFile { get; init; }

    /// <summary>An absolute http or https address; null when the nuspec has a license element, whose fallback address it then is.</summary>
    public string? LicenseUrl { get; init; }

    /// <summary>A valid SPDX license expression, or null.</summary>
    public string? LicenseExpression { get; init; }

    /// <summary>The path of the license text in the archive, with forward slashes.</summary>
    public string? LicenseFile { get; init; }

    /// <summary>The path of the readme in the archive, with forward slashes.</summary>
    public string? ReadmeFile { get; init; }

    public bool RequireLicenseAcceptance { get; init; }

    public string? MinClientVersion { get; init; }

    public bool DevelopmentDependency { get; init; }

    public SourceRepository? Repository { get; init; }

    /// <summary>Never empty: a package that names no type is a <c>Dependency</c>.</summary>
    public PackageType[] PackageTypes { get; init; } = [PackageType.Dependency];

    public DependencyGroup[] DependencyGroups { get; init; } = [];

    /// <summary>Short names of the frameworks that have folders under lib, ref, tools or runtimes, sorted.</summary>
    public string[] TargetFrameworks { get; init; } = [];

    /// <summary>True when the version or a dependency's bound needs SemVer 2: clients before it must not be shown the version.</summary>
    public bool IsSemVer2Only { get; init; }

    /// <summary>True when the archive holds a signature that fits its content; says nothing about whether its signer is to be trusted.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Whose signature it holds; null when it holds none, or was taken in before this was noted.</summary>
    public PackageSignature? Signature { get; init; }

    /// <summary>What its author might do better, as it was when the package came in; null for nothing.</summary>
    public PackageProblem[]? Warnings { get; init; }

    /// <summary><see cref="Authors"/> one by one.</summary>
    [JsonIgnore]
    public string[] AuthorNames => Authors.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
