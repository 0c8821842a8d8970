using NuGet.Common;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using Xunit;

namespace Torrone.Client.Tests.Library;

/// <summary>PackageSearchResource and AutoCompleteResource: what a search box of an editor asks.</summary>
[Collection(LibraryCollection.Name)]
public sealed class FindTests(LibraryGallery gallery)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_finds_by_word_prerelease_and_type()
    {
        Assert.Equal(["Marzipan.Cutter 1.0.0", "Marzipan.Full 1.5.0", "Marzipan.Many 1.129.0"], await FoundAsync("marzipan", new SearchFilter(false)));
        Assert.Equal(["Marzipan.Full 2.0.0-beta.1"], await FoundAsync("id:full", new SearchFilter(true)));
        Assert.Equal(["Marzipan.Cutter 1.0.0"], await FoundAsync("", new SearchFilter(false) { PackageType = "dotnettool" }));
    }

    [Fact]
    public async Task A_result_carries_what_a_list_shows_and_its_versions()
    {
        PackageSearchResource search = await gallery.ResourceAsync<PackageSearchResource>();
        IPackageSearchMetadata found = (await search.SearchAsync("says everything", new SearchFilter(false), 0, 20, NullLogger.Instance, Now)).Single();
        Assert.Equal((LibraryGallery.Full, ClientGallery.Publisher), (found.Identity.Id, found.Owners));
        Assert.Equal("Marzipan, full", found.Title);
        Assert.Equal("image/png", (await gallery.Server.Client.GetAsync(found.IconUrl, Now)).Content.Headers.ContentType?.MediaType);
        Assert.Equal(["1.0.0", "1.5.0"], (await found.GetVersionsAsync()).Select(v => v.Version.ToString()).Order(StringComparer.Ordinal));
        Assert.All(await found.GetVersionsAsync(), v => Assert.NotNull(v.DownloadCount));
    }

    [Fact]
    public async Task An_unlisted_version_is_not_among_those_of_a_result()
    {
        PackageSearchResource search = await gallery.ResourceAsync<PackageSearchResource>();
        IPackageSearchMetadata found = (await search.SearchAsync($"packageid:{LibraryGallery.Many}", new SearchFilter(true), 0, 20, NullLogger.Instance, Now)).Single();
        NuGetVersion[] versions = [.. (await found.GetVersionsAsync()).Select(v => v.Version)];
        Assert.Equal(LibraryGallery.ManyVersions - 1, versions.Length);
        Assert.DoesNotContain(new NuGetVersion(1, 7, 0), versions);
    }

    [Fact]
    public async Task Ids_and_versions_are_completed()
    {
        AutoCompleteResource complete = await gallery.ResourceAsync<AutoCompleteResource>();
        Assert.Equal(
            ["Marzipan.Cutter", "Marzipan.Full", "Marzipan.Many"], (await complete.IdStartsWith("marz", false, NullLogger.Instance, Now)).Order(StringComparer.Ordinal));
        Assert.Empty(await complete.IdStartsWith("zzz", true, NullLogger.Instance, Now));
        IEnumerable<NuGetVersion> versions = await complete.VersionStartsWith(LibraryGallery.Full, "", true, LibraryGallery.Fresh, NullLogger.Instance, Now);
        Assert.Equal(["1.0.0", "1.5.0", "2.0.0-beta.1"], versions.Order().Select(v => v.ToString()));
        Assert.Equal(["1.5.0"], (await complete.VersionStartsWith(LibraryGallery.Full, "1.5", false, LibraryGallery.Fresh, NullLogger.Instance, Now)).Select(v => v.ToString()));
    }

    private async Task<string[]> FoundAsync(string words, SearchFilter filter)
    {
        PackageSearchResource search = await gallery.ResourceAsync<PackageSearchResource>();
        return [.. (await search.SearchAsync(words, filter, 0, 20, NullLogger.Instance, Now)).Select(p => $"{p.Identity.Id} {p.Identity.Version}").Order(StringComparer.Ordinal)];
    }
}
