using System.Security.Cryptography;
using NuGet.Common;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using Xunit;

namespace Torrone.Client.Tests.Library;

/// <summary>PackageMetadataResource, DependencyInfoResource and MetadataResource: what Visual Studio and other hosts read of a package.</summary>
[Collection(LibraryCollection.Name)]
public sealed class RegistrationTests(LibraryGallery gallery)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_versions_come_over_all_pages_and_unlisted_ones_when_asked_for()
    {
        IPackageSearchMetadata[] listed = await AllAsync(LibraryGallery.Many, unlisted: false);
        IPackageSearchMetadata[] all = await AllAsync(LibraryGallery.Many, unlisted: true);
        Assert.Equal(Enumerable.Range(0, LibraryGallery.ManyVersions).Select(n => $"1.{n}.0"), all.Select(p => p.Identity.Version.ToString()));
        Assert.Equal(["1.7.0"], all.Select(p => p.Identity.Version.ToString()).Except(listed.Select(p => p.Identity.Version.ToString())));
        IPackageSearchMetadata hidden = all.Single(p => !p.IsListed);
        Assert.Equal((new NuGetVersion("1.7.0"), 1900), (hidden.Identity.Version, hidden.Published!.Value.Year));
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.63.0")]
    [InlineData("1.64.0")]
    [InlineData("1.129.0")]
    public async Task One_version_is_found_on_whichever_page_it_is(string version)
    {
        PackageMetadataResource resource = await gallery.ResourceAsync<PackageMetadataResource>();
        PackageIdentity identity = new(LibraryGallery.Many.ToUpperInvariant(), NuGetVersion.Parse(version));
        IPackageSearchMetadata found = await resource.GetMetadataAsync(identity, LibraryGallery.Fresh, NullLogger.Instance, Now);
        Assert.Equal(version, found.Identity.Version.ToString());
    }

    [Fact]
    public async Task Everything_that_the_manifest_says_arrives()
    {
        IPackageSearchMetadata full = (await AllAsync(LibraryGallery.Full, unlisted: false)).Single(p => p.Identity.Version.ToString() == "1.5.0");
        Assert.Equal(
            ("Ada, Grace", "Says everything.", "Marzipan, full", "sweet, almond", "https://marzipan.example/", true),
            (full.Authors, full.Description, full.Title, full.Tags, full.ProjectUrl.AbsoluteUri, full.RequireLicenseAcceptance));
        Assert.Equal("MIT OR Apache-2.0", full.LicenseMetadata.License);
        Assert.True(full.Published > DateTimeOffset.UtcNow.AddHours(-1));
        Assert.Equal(
            ["net8.0: Marzipan.Many [1.2.0, 2.0.0)", "netstandard2.0: Marzipan.Absent [3.1.4, )"],
            full.DependencySets.Select(g => $"{g.TargetFramework.GetShortFolderName()}: {string.Join(", ", g.Packages.Select(d => $"{d.Id} {d.VersionRange}"))}")
                .Order(StringComparer.Ordinal));
        using HttpResponseMessage icon = await gallery.Server.Client.GetAsync(full.IconUrl, Now);
        Assert.Equal("image/png", icon.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Prereleases_come_only_when_asked_for()
    {
        MetadataResource resource = await gallery.ResourceAsync<MetadataResource>();
        Assert.Equal("1.5.0", (await resource.GetLatestVersion(LibraryGallery.Full, false, false, LibraryGallery.Fresh, NullLogger.Instance, Now)).ToString());
        Assert.Equal("2.0.0-beta.1", (await resource.GetLatestVersion(LibraryGallery.Full, true, false, LibraryGallery.Fresh, NullLogger.Instance, Now)).ToString());
        Assert.False(await resource.Exists("Marzipan.Absent", LibraryGallery.Fresh, NullLogger.Instance, Now));
    }

    [Fact]
    public async Task Dependencies_are_resolved_for_a_framework()
    {
        DependencyInfoResource resource = await gallery.ResourceAsync<DependencyInfoResource>();
        SourcePackageDependencyInfo info = await resource.ResolvePackage(
            new PackageIdentity(LibraryGallery.Full, new NuGetVersion(1, 5, 0)), NuGetFramework.Parse("net10.0"), LibraryGallery.Fresh, NullLogger.Instance, Now);
        PackageDependency dependency = Assert.Single(info.Dependencies);
        Assert.Equal($"{LibraryGallery.Many} [1.2.0, 2.0.0)", $"{dependency.Id} {dependency.VersionRange}");
        Assert.Equal(gallery.FullHash, Convert.ToHexString(SHA256.HashData(await gallery.Server.Client.GetByteArrayAsync(info.DownloadUri, Now))));
    }

    private async Task<IPackageSearchMetadata[]> AllAsync(string id, bool unlisted)
    {
        PackageMetadataResource resource = await gallery.ResourceAsync<PackageMetadataResource>();
        IEnumerable<IPackageSearchMetadata> all = await resource.GetMetadataAsync(id, true, unlisted, LibraryGallery.Fresh, NullLogger.Instance, Now);
        return [.. all.OrderBy(p => p.Identity.Version)];
    }
}
