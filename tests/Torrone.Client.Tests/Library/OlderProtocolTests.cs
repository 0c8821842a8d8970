using System.Security.Cryptography;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Frameworks;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using Xunit;
using Repository = NuGet.Protocol.Core.Types.Repository;

namespace Torrone.Client.Tests.Library;

/// <summary>
/// The library's own V2 client at /api/v2, which it finds out by itself. nuget.exe and Chocolatey (whose library is a fork of this one)
/// read the same way.
/// </summary>
[Collection(LibraryCollection.Name)]
public sealed class OlderProtocolTests
{
    private static readonly PackageIdentity Full = new(LibraryGallery.Full, new NuGetVersion(1, 5, 0));

    private readonly LibraryGallery _gallery;
    private readonly SourceRepository _source;

    public OlderProtocolTests(LibraryGallery gallery)
    {
        _gallery = gallery;
        _source = Repository.Factory.GetCoreV3(new PackageSource(new Uri(gallery.Server.Address, "/api/v2").AbsoluteUri) { AllowInsecureConnections = true });
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_knows_the_source_for_what_it_is() => Assert.Equal(FeedType.HttpV2, await _source.GetFeedType(Now));

    [Fact]
    public async Task List_walks_every_page()
    {
        ListResource list = await ResourceAsync<ListResource>();
        Assert.Equal(["Marzipan.Cutter 1.0.0", "Marzipan.Full 1.5.0", "Marzipan.Many 1.129.0", "Pepper.Weak 2.0.0"], await NamesAsync(await list.ListAsync("", false, false, false, NullLogger.Instance, Now)));
        string[] all = await NamesAsync(await list.ListAsync("Marzipan.Many", true, true, false, NullLogger.Instance, Now));
        Assert.Equal(LibraryGallery.ManyVersions - 1, all.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Search_and_metadata_tell_what_the_manifest_says()
    {
        PackageSearchResource search = await ResourceAsync<PackageSearchResource>();
        IPackageSearchMetadata found = (await search.SearchAsync("full", new SearchFilter(false), 0, 20, NullLogger.Instance, Now)).Single();
        Assert.Equal(("Marzipan.Full", "1.5.0"), (found.Identity.Id, found.Identity.Version.ToString()));
        PackageMetadataResource metadata = await ResourceAsync<PackageMetadataResource>();
        IPackageSearchMetadata full = await metadata.GetMetadataAsync(Full, LibraryGallery.Fresh, NullLogger.Instance, Now);
        Assert.Equal(
            ("Ada, Grace", "Says everything.", "sweet almond", "https://marzipan.example/", true),
            (full.Authors, full.Description, full.Tags.Trim(), full.ProjectUrl.AbsoluteUri, full.RequireLicenseAcceptance));
        Assert.Equal(
            ["net8.0: Marzipan.Many [1.2.0, 2.0.0)", "netstandard2.0: Marzipan.Absent [3.1.4, )"],
            full.DependencySets.Select(g => $"{g.TargetFramework.GetShortFolderName()}: {string.Join(", ", g.Packages.Select(d => $"{d.Id} {d.VersionRange}"))}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Versions_are_found_completed_and_copied()
    {
        FindPackageByIdResource find = await ResourceAsync<FindPackageByIdResource>();
        Assert.Equal(LibraryGallery.ManyVersions, (await find.GetAllVersionsAsync(LibraryGallery.Many, LibraryGallery.Fresh, NullLogger.Instance, Now)).Distinct().Count());
        Assert.Empty(await find.GetAllVersionsAsync("Marzipan.Absent", LibraryGallery.Fresh, NullLogger.Instance, Now));
        using MemoryStream copy = new();
        Assert.True(await find.CopyNupkgToStreamAsync(Full.Id, Full.Version, copy, LibraryGallery.Fresh, NullLogger.Instance, Now));
        Assert.Equal(_gallery.FullHash, Convert.ToHexString(SHA256.HashData(copy.ToArray())));

        AutoCompleteResource complete = await ResourceAsync<AutoCompleteResource>();
        Assert.Equal(["Marzipan.Full", "Marzipan.Many"],
            (await complete.IdStartsWith("marz", false, NullLogger.Instance, Now)).Where(id => !id.EndsWith("Cutter", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["1.0.0", "1.5.0", "2.0.0-beta.1"],
            (await complete.VersionStartsWith(LibraryGallery.Full, "", true, LibraryGallery.Fresh, NullLogger.Instance, Now)).Order().Select(v => v.ToString()));
    }

    [Fact]
    public async Task Dependencies_are_resolved_for_a_framework()
    {
        DependencyInfoResource resource = await ResourceAsync<DependencyInfoResource>();
        SourcePackageDependencyInfo info = await resource.ResolvePackage(Full, NuGetFramework.Parse("net10.0"), LibraryGallery.Fresh, NullLogger.Instance, Now);
        PackageDependency dependency = Assert.Single(info.Dependencies);
        Assert.Equal($"{LibraryGallery.Many} [1.2.0, 2.0.0)", $"{dependency.Id} {dependency.VersionRange}");
        Assert.Equal(_gallery.FullHash, Convert.ToHexString(SHA256.HashData(await _gallery.Server.Client.GetByteArrayAsync(info.DownloadUri, Now))));
    }

    private static async Task<string[]> NamesAsync(IEnumerableAsync<IPackageSearchMetadata> all)
    {
        List<string> names = [];
        IEnumeratorAsync<IPackageSearchMetadata> each = all.GetEnumeratorAsync();
        while (await each.MoveNextAsync())
        {
            names.Add($"{each.Current.Identity.Id} {each.Current.Identity.Version}");
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    private async Task<T> ResourceAsync<T>()
        where T : class, INuGetResource
    {
        T? resource = await _source.GetResourceAsync<T>(Now);
        Assert.NotNull(resource);
        return resource;
    }
}
