using System.Security.Cryptography;
using NuGet.Common;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests.Library;

/// <summary>FindPackageByIdResource, DownloadResource, README and the templates: bytes and addresses that a host shows or keeps.</summary>
[Collection(LibraryCollection.Name)]
public sealed class DownloadTests(LibraryGallery gallery)
{
    private static readonly PackageIdentity Full = new(LibraryGallery.Full, new NuGetVersion(1, 5, 0));

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_s_own_resource_lists_and_copies_a_package()
    {
        FindPackageByIdResource find = await gallery.ResourceAsync<FindPackageByIdResource>();
        IEnumerable<NuGetVersion> versions = await find.GetAllVersionsAsync(LibraryGallery.Many, LibraryGallery.Fresh, NullLogger.Instance, Now);
        Assert.Equal(LibraryGallery.ManyVersions, versions.Count());
        Assert.Empty(await find.GetAllVersionsAsync("Marzipan.Absent", LibraryGallery.Fresh, NullLogger.Instance, Now));
        using MemoryStream copy = new();
        Assert.True(await find.CopyNupkgToStreamAsync(Full.Id, Full.Version, copy, LibraryGallery.Fresh, NullLogger.Instance, Now));
        Assert.Equal(gallery.FullHash, Convert.ToHexString(SHA256.HashData(copy.ToArray())));
    }

    [Fact]
    public async Task A_package_is_downloaded_whole()
    {
        using TemporaryFolder folder = new();
        DownloadResource download = await gallery.ResourceAsync<DownloadResource>();
        using SourceCacheContext cache = LibraryGallery.Fresh;
        using DownloadResourceResult result = await download.GetDownloadResourceResultAsync(
            Full, new PackageDownloadContext(cache, folder.Path, directDownload: true), folder.Path, NullLogger.Instance, Now);
        Assert.Equal(DownloadResourceResultStatus.Available, result.Status);
        Assert.Equal(gallery.FullHash, Convert.ToHexString(await SHA256.HashDataAsync(result.PackageStream!, Now)));
    }

    [Fact]
    public async Task The_readme_is_read_without_the_package()
    {
        PackageMetadataResource metadata = await gallery.ResourceAsync<PackageMetadataResource>();
        IPackageSearchMetadata full = await metadata.GetMetadataAsync(Full, LibraryGallery.Fresh, NullLogger.Instance, Now);
        Assert.Equal(LibraryGallery.Readme, await gallery.Server.Client.GetStringAsync(new Uri(full.ReadmeFileUrl), Now));
    }

    [Fact]
    public async Task The_addresses_that_it_makes_of_templates_answer()
    {
        ReportAbuseResourceV3 abuse = await gallery.ResourceAsync<ReportAbuseResourceV3>();
        Uri report = abuse.GetReportAbuseUrl(Full.Id, Full.Version);
        Assert.Equal(gallery.Server.Address.Authority, report.Authority);
    }
}
