using NuGet.Common;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;
using NuGet.Versioning;
using Xunit;

namespace Torrone.Client.Tests.Library;

/// <summary>What is weak or deprecated, in each place where the library reads it.</summary>
[Collection(LibraryCollection.Name)]
public sealed class AdviceTests(LibraryGallery gallery)
{
    private const string Advisory = "https://github.com/advisories/GHSA-pppp-eeee-rrrr";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_vulnerability_resource_tells_every_weak_range()
    {
        IVulnerabilityInfoResource resource = await gallery.ResourceAsync<IVulnerabilityInfoResource>();
        GetVulnerabilityInfoResult result = await resource.GetVulnerabilityInfoAsync(LibraryGallery.Fresh, NullLogger.Instance, Now);
        Assert.Null(result.Exceptions);
        Assert.NotNull(result.KnownVulnerabilities);
        PackageVulnerabilityInfo weakness = Assert.Single(result.KnownVulnerabilities.SelectMany(page => page), v => v.Key == "pepper.weak").Value.Single();
        Assert.Equal((Advisory, PackageVulnerabilitySeverity.High), (weakness.Url.AbsoluteUri, weakness.Severity));
        Assert.True(weakness.Versions.Satisfies(new NuGetVersion(1, 0, 0)));
        Assert.False(weakness.Versions.Satisfies(new NuGetVersion(2, 0, 0)));
    }

    [Fact]
    public async Task Metadata_tells_it_of_the_weak_version_alone()
    {
        IPackageSearchMetadata weak = await MetadataAsync("1.0.0");
        PackageVulnerabilityMetadata weakness = Assert.Single(weak.Vulnerabilities);
        Assert.Equal((Advisory, 2), (weakness.AdvisoryUrl.AbsoluteUri, weakness.Severity));
        PackageDeprecationMetadata deprecation = await weak.GetDeprecationMetadataAsync();
        Assert.Equal(["CriticalBugs", "Legacy"], deprecation.Reasons.Order(StringComparer.Ordinal));
        Assert.Equal(("Take something milder.", LibraryGallery.Full), (deprecation.Message, deprecation.AlternatePackage?.PackageId));

        IPackageSearchMetadata sound = await MetadataAsync("2.0.0");
        Assert.Empty(sound.Vulnerabilities ?? []);
        Assert.Null(await sound.GetDeprecationMetadataAsync());
    }

    [Fact]
    public async Task Search_says_nothing_of_a_package_whose_newest_version_is_sound()
    {
        PackageSearchResource search = await gallery.ResourceAsync<PackageSearchResource>();
        IPackageSearchMetadata found = (await search.SearchAsync($"packageid:{LibraryGallery.Weak}", new SearchFilter(false), 0, 20, NullLogger.Instance, Now)).Single();
        Assert.Equal("2.0.0", found.Identity.Version.ToString());
        Assert.Empty(found.Vulnerabilities ?? []);
        Assert.Null(await found.GetDeprecationMetadataAsync());
    }

    private async Task<IPackageSearchMetadata> MetadataAsync(string version)
    {
        PackageMetadataResource resource = await gallery.ResourceAsync<PackageMetadataResource>();
        return await resource.GetMetadataAsync(new PackageIdentity(LibraryGallery.Weak, NuGetVersion.Parse(version)), LibraryGallery.Fresh, NullLogger.Instance, Now);
    }
}
