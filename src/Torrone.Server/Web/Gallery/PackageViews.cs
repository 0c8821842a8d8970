using Microsoft.AspNetCore.Html;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Packages.Download;
using Torrone.Server.Packages.Prefixes;

namespace Torrone.Server.Web.Gallery;

/// <summary>Puts together what the package page shows.</summary>
public sealed class PackageViews(FeedDirectory feeds, PackageQueries packages, PackageContents contents, PrefixQueries prefixes, KnownIds known, DownloadHistory history,
    AdvisoryList advisories)
{
    private const int WeeksInChart = 26;

    /// <summary>The version asked for, or the newest when none is; null when there is no such package or version.</summary>
    /// <param name="actingFor">The signed-in person and its organizations; empty for a stranger.</param>
    /// <param name="link">Makes the link to another version of the package.</param>
    public async Task<PackageView?> FindAsync(
        string id, string? version, IReadOnlyList<long> actingFor, Func<PackageVersion, IHtmlContent> link, CancellationToken cancellation)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId)
            || await packages.FindAsync(feeds.Main.Id, packageId.Lower, cancellation) is not { } package
            || Choose(package, version) is not { } record
            || await contents.OfAsync(record.Blob, cancellation) is not { } content)
        {
            return null;
        }

        IReadOnlySet<string> here = await KnownAsync(record.Manifest, record.Deprecation?.AlternateId, cancellation);
        return new PackageView
        {
            Manifest = record.Manifest,
            Version = record.Version.Normalized,
            Content = content,
            Size = record.Size,
            Known = here,
            Deprecation = record.Deprecation is { } said
                ? new DeprecationNotice(said, said.AlternateId is { } other && here.Contains(other.ToLowerInvariant()))
                : null,
            Clean = Clean(package, record),
            Knowledge = await advisories.StateAsync(cancellation),
            Package = package,
            Record = record,
            Health = PackageHealth.Warned(record) ?? PackageHealth.Of(record.Version, record.Listed, package.Versions.LastOrDefault(v => v is { Listed: true, Prerelease: false })?.Version,
                package.Versions.LastOrDefault(v => v.Listed)?.Version, link),
            Weeks = await history.WeeklyAsync(package.Id, WeeksInChart, cancellation),
            IsVerified = await prefixes.IsVerifiedAsync(feeds.Main.Id, packageId.Lower, package.Owners.Select(o => o.Id), cancellation),
            IsOwner = package.Owners.Any(o => actingFor.Contains(o.Id)),
        };
    }

    /// <summary>The same page for a package that waits for its person's confirmation.</summary>
    public async Task<PackageView> PreviewAsync(PackageInspection inspection, PackageManifest manifest, long size, CancellationToken cancellation) => new()
    {
        Manifest = manifest,
        Version = PackageVersion.TryParse(manifest.Version, out PackageVersion? version) ? version.Normalized : manifest.Version,
        Content = contents.Of(inspection),
        Size = size,
        Known = await KnownAsync(manifest, null, cancellation),
    };

    private static PackageVersion? Clean(PackageRecord package, VersionRecord record) => record.Advisories.Count == 0
        ? null
        : package.Versions.FirstOrDefault(v => v.Listed && v.Advisories.Count == 0 && v.Version > record.Version && (!v.Prerelease || record.Prerelease))?.Version;

    private static VersionRecord? Choose(PackageRecord package, string? version)
    {
        if (string.IsNullOrEmpty(version))
        {
            return package.Newest ?? package.Versions[^1];
        }

        return PackageVersion.TryParse(version, out PackageVersion? asked) ? package.Versions.FirstOrDefault(v => v.Version.Equals(asked)) : null;
    }

    private Task<IReadOnlySet<string>> KnownAsync(PackageManifest manifest, string? other, CancellationToken cancellation) => known.AmongAsync(
        feeds.Main.Id, (other is null ? (string[])[] : [other]).Concat(manifest.DependencyGroups.SelectMany(g => g.Dependencies).Select(d => d.Id))
            .Select(id => id.ToLowerInvariant()), cancellation);
}
