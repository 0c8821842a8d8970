using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Packages.Download;

namespace Torrone.Server.Web.Gallery;

/// <summary>What the parts of the package page show, whether the version is published or waits on the upload page.</summary>
public sealed record PackageView
{
    public required PackageManifest Manifest { get; init; }

    /// <summary>Normalized, as addresses and commands carry it.</summary>
    public required string Version { get; init; }

    public required PackageContent Content { get; init; }

    /// <summary>Bytes of the nupkg.</summary>
    public required long Size { get; init; }

    /// <summary>Those of the dependencies' lower-case ids that this gallery has.</summary>
    public required IReadOnlySet<string> Known { get; init; }

    /// <summary>Null for a version that is not published yet.</summary>
    public PackageRecord? Package { get; init; }

    /// <summary>Null for a version that is not published yet.</summary>
    public VersionRecord? Record { get; init; }

    public PackageHealth? Health { get; init; }

    /// <summary>Null unless the version is deprecated.</summary>
    public DeprecationNotice? Deprecation { get; init; }

    /// <summary>The next listed version without a known weakness; null when this one has none, or no later one is better.</summary>
    public PackageVersion? Clean { get; init; }

    /// <summary>How old the gallery's knowledge of weaknesses is; null when it has none.</summary>
    public AdvisoryState? Knowledge { get; init; }

    /// <summary>Oldest first; empty when there is nothing to show.</summary>
    public IReadOnlyList<DownloadWeek> Weeks { get; init; } = [];

    /// <summary>True when an owner holds a reservation of the id: the package comes from whom its id promises.</summary>
    public bool IsVerified { get; init; }

    /// <summary>True when the reader may unlist versions.</summary>
    public bool IsOwner { get; init; }

    public string Id => Manifest.Id;

    /// <summary>Begins with ~ and ends without a slash.</summary>
    public string Address => $"~/packages/{Id}/{Version}";

    /// <summary>Groups with the newest framework first.</summary>
    public IReadOnlyList<DependencyGroup> DependencyGroups =>
        [.. FrameworkLabel.NewestFirst(Manifest.DependencyGroups, group => group.TargetFramework)];

    /// <summary>How many different packages it asks for, over all frameworks.</summary>
    public int DependencyCount =>
        Manifest.DependencyGroups.SelectMany(g => g.Dependencies).Select(d => d.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>Short names, newest first: those it has files or dependencies for.</summary>
    public IReadOnlyList<string> Frameworks =>
        [.. FrameworkLabel.NewestFirst(Manifest.TargetFrameworks.Concat(Manifest.DependencyGroups.Select(g => g.TargetFramework))
            .Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase), name => name)];
}
