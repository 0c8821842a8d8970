using System.Text.Json;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V3;

public sealed class ServiceIndexTests
{
    [Fact]
    public void The_index_of_the_main_feed_names_every_alias() => Documents.AssertDocument(
        """
        {"version":"3.0.0","resources":[
          {"@id":"https://t.example/base/v3-flatcontainer/","@type":"PackageBaseAddress/3.0.0"},
          {"@id":"https://t.example/base/v3/search","@type":"SearchQueryService/3.5.0"},
          {"@id":"https://t.example/base/v3/autocomplete","@type":"SearchAutocompleteService/3.5.0"},
          {"@id":"https://t.example/base/v3/search","@type":"SearchQueryService/3.0.0-rc"},
          {"@id":"https://t.example/base/v3/autocomplete","@type":"SearchAutocompleteService/3.0.0-rc"},
          {"@id":"https://t.example/base/v3/search","@type":"SearchQueryService/3.0.0-beta"},
          {"@id":"https://t.example/base/v3/autocomplete","@type":"SearchAutocompleteService/3.0.0-beta"},
          {"@id":"https://t.example/base/v3/search","@type":"SearchQueryService"},
          {"@id":"https://t.example/base/v3/autocomplete","@type":"SearchAutocompleteService"},
          {"@id":"https://t.example/base/v3/registration-gz-semver2/","@type":"RegistrationsBaseUrl/Versioned","clientVersion":"4.3.0-alpha"},
          {"@id":"https://t.example/base/v3/registration-gz-semver2/","@type":"RegistrationsBaseUrl/3.6.0"},
          {"@id":"https://t.example/base/v3/registration-gz/","@type":"RegistrationsBaseUrl/3.4.0"},
          {"@id":"https://t.example/base/v3/registration/","@type":"RegistrationsBaseUrl/3.0.0-rc"},
          {"@id":"https://t.example/base/v3/registration/","@type":"RegistrationsBaseUrl/3.0.0-beta"},
          {"@id":"https://t.example/base/v3/registration/","@type":"RegistrationsBaseUrl"},
          {"@id":"https://t.example/base/packages/{id}/{version}/report","@type":"ReportAbuseUriTemplate/3.0.0"},
          {"@id":"https://t.example/base/packages/{id}/{version}","@type":"PackageDetailsUriTemplate/5.1.0"},
          {"@id":"https://t.example/base/profiles/{owner}","@type":"OwnerDetailsUriTemplate/6.11.0"},
          {"@id":"https://t.example/base/v3-flatcontainer/{lower_id}/{lower_version}/readme","@type":"ReadmeUriTemplate/6.13.0"},
          {"@id":"https://t.example/base/api/v2/package","@type":"PackagePublish/2.0.0"}]}
        """,
        ServiceIndex.Write(Documents.Addresses, new ServiceIndexOptions()));

    [Fact]
    public void Resources_that_are_not_there_are_not_named()
    {
        Assert.DoesNotContain("PackagePublish/2.0.0", Types(new ServiceIndexOptions { Publish = false }));
        string[] optional = ["SymbolPackagePublish/4.9.0", "Catalog/3.0.0", "VulnerabilityInfo/6.7.0", "LegacyGallery/2.0.0"];
        Assert.Empty(Types(new ServiceIndexOptions()).Intersect(optional));
        Assert.Equal(
            optional,
            Types(new ServiceIndexOptions { Symbols = true, Catalog = true, Vulnerabilities = true, LegacyGallery = true }).Intersect(optional));
    }

    [Fact]
    public void Another_feed_has_its_documents_below_its_own_root_and_its_pages_at_the_site()
    {
        var addresses = new FeedAddresses("https://t.example", "https://t.example/feeds/team");

        Assert.Equal("https://t.example/feeds/team/v3/index.json", addresses.ServiceIndex);
        Assert.Equal("https://t.example/feeds/team/v3-flatcontainer/", addresses.FlatContainer);
        Assert.Equal("https://t.example/feeds/team/v3/registration/", addresses.Registration(Hive.SemVer1));
        Assert.Equal("https://t.example/feeds/team/api/v2/package", addresses.Publish);
        Assert.Equal("https://t.example/feeds/team/api/v2/symbolpackage", addresses.SymbolPublish);
        Assert.Equal("https://t.example/packages/{id}/{version}", addresses.DetailsTemplate);
        Assert.Equal("https://t.example/profiles/{owner}", addresses.OwnerTemplate);
    }

    private static List<string> Types(ServiceIndexOptions options)
    {
        using var document = JsonDocument.Parse(ServiceIndex.Write(Documents.Addresses, options));
        return [.. document.RootElement.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("@type").GetString()!)];
    }
}
