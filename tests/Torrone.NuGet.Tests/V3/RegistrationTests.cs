using System.Text.Json;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V3;

public sealed class RegistrationTests
{
    [Fact]
    public void An_index_tells_everything_about_a_version()
    {
        var entry = Documents.Entry("1.0.0-Beta.1+b") with
        {
            Manifest = new PackageManifest
            {
                Id = "Some.Package",
                Version = "1.0.0-Beta.1+b",
                Title = "T",
                Authors = "Ada, Grace",
                Description = "<b>\"\u00E9\"</b>",
                Summary = "S",
                Language = "en",
                Tags = ["x", "y"],
                ProjectUrl = "https://p.example/",
                IconFile = "icon.png",
                LicenseExpression = "MIT",
                ReadmeFile = "README.md",
                RequireLicenseAcceptance = true,
                MinClientVersion = "2.12",
                DependencyGroups =
                [
                    new DependencyGroup("net8.0", [new PackageDependency("Other.Id", "[1.0.0, )")]),
                    new DependencyGroup("", []),
                ],
            },
            Deprecation = new Deprecation(["Legacy", "Other"], "Old", "New.Package", "[2.0.0, )"),
            Vulnerabilities = [new Vulnerability("https://a.example/1", 2), new Vulnerability("https://a.example/2", 0)],
        };

        Documents.AssertDocument(
            """
            {"@id":"https://t.example/base/v3/registration-gz-semver2/some.package/index.json",
             "@type":["catalog:CatalogRoot","PackageRegistration"],"count":1,"items":[
              {"@id":"https://t.example/base/v3/registration-gz-semver2/some.package/index.json#page/1.0.0-beta.1/1.0.0-beta.1",
               "@type":"catalog:CatalogPage","count":1,"items":[
                {"@id":"https://t.example/base/v3/registration-gz-semver2/some.package/1.0.0-beta.1.json","@type":"Package","catalogEntry":{
                  "@id":"https://t.example/base/v3/registration-gz-semver2/some.package/1.0.0-beta.1.json","@type":"PackageDetails",
                  "authors":"Ada, Grace","dependencyGroups":[
                    {"targetFramework":"net8.0","dependencies":[{"id":"Other.Id","range":"[1.0.0, )",
                      "registration":"https://t.example/base/v3/registration-gz-semver2/other.id/index.json"}]},
                    {"dependencies":[]}],
                  "deprecation":{"reasons":["Legacy","Other"],"message":"Old","alternatePackage":{"id":"New.Package","range":"[2.0.0, )"}},
                  "description":"<b>\"é\"</b>",
                  "iconUrl":"https://t.example/base/v3-flatcontainer/some.package/1.0.0-beta.1/icon",
                  "id":"Some.Package","language":"en","licenseExpression":"MIT",
                  "licenseUrl":"https://t.example/base/packages/Some.Package/1.0.0-Beta.1/license","listed":true,"minClientVersion":"2.12",
                  "packageContent":"https://t.example/base/v3-flatcontainer/some.package/1.0.0-beta.1/some.package.1.0.0-beta.1.nupkg",
                  "projectUrl":"https://p.example/","published":"2026-01-02T03:04:05.678+00:00",
                  "readmeUrl":"https://t.example/base/v3-flatcontainer/some.package/1.0.0-beta.1/readme",
                  "requireLicenseAcceptance":true,"summary":"S","tags":["x","y"],"title":"T","version":"1.0.0-Beta.1+b",
                  "vulnerabilities":[{"advisoryUrl":"https://a.example/1","severity":"2"},{"advisoryUrl":"https://a.example/2","severity":"0"}]},
                 "packageContent":"https://t.example/base/v3-flatcontainer/some.package/1.0.0-beta.1/some.package.1.0.0-beta.1.nupkg",
                 "registration":"https://t.example/base/v3/registration-gz-semver2/some.package/index.json"}],
               "lower":"1.0.0-beta.1",
               "parent":"https://t.example/base/v3/registration-gz-semver2/some.package/index.json",
               "upper":"1.0.0-beta.1"}]}
            """,
            RegistrationIndex.Write(Documents.Addresses, Hive.SemVer2Gzip, Documents.Id, [entry]));
    }

    [Fact]
    public void What_a_version_lacks_is_left_out_and_an_unlisted_one_is_of_1900() => Documents.AssertDocument(
        """
        {"@id":"https://t.example/base/v3/registration/some.package/index.json","@type":["catalog:CatalogRoot","PackageRegistration"],
         "count":1,"items":[
          {"@id":"https://t.example/base/v3/registration/some.package/index.json#page/1.0.0/1.0.0","@type":"catalog:CatalogPage","count":1,"items":[
            {"@id":"https://t.example/base/v3/registration/some.package/1.0.0.json","@type":"Package","catalogEntry":{
              "@id":"https://t.example/catalog/1.json","@type":"PackageDetails","authors":"Ada","description":"D","id":"Some.Package",
              "listed":false,"packageContent":"https://t.example/base/v3-flatcontainer/some.package/1.0.0/some.package.1.0.0.nupkg",
              "published":"1900-01-01T00:00:00.000+00:00","requireLicenseAcceptance":false,"tags":[],"version":"1.0.0"},
             "packageContent":"https://t.example/base/v3-flatcontainer/some.package/1.0.0/some.package.1.0.0.nupkg",
             "registration":"https://t.example/base/v3/registration/some.package/index.json"}],
           "lower":"1.0.0","parent":"https://t.example/base/v3/registration/some.package/index.json","upper":"1.0.0"}]}
        """,
        RegistrationIndex.Write(
            Documents.Addresses,
            Hive.SemVer1,
            Documents.Id,
            [Documents.Entry("1.0", false) with { CatalogLeaf = "https://t.example/catalog/1.json" }]));

    [Fact]
    public void A_leaf_points_to_its_entry_its_package_and_its_index() => Documents.AssertDocument(
        """
        {"@id":"https://t.example/base/v3/registration-gz/some.package/2.0.0-rc.json","@type":["Package"],
         "catalogEntry":"https://t.example/base/v3/registration-gz/some.package/2.0.0-rc.json","listed":true,
         "packageContent":"https://t.example/base/v3-flatcontainer/some.package/2.0.0-rc/some.package.2.0.0-rc.nupkg",
         "published":"2026-01-02T03:04:05.678+00:00",
         "registration":"https://t.example/base/v3/registration-gz/some.package/index.json"}
        """,
        RegistrationLeaf.Write(Documents.Addresses, Hive.SemVer1Gzip, Documents.Id, Documents.Entry("2.0.0-RC")));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("not an address")]
    [InlineData("")]
    public void An_address_that_clients_would_choke_on_is_left_out(string address)
    {
        var entry = Documents.Entry("1.0");
        entry = entry with { Manifest = entry.Manifest with { IconUrl = address, ProjectUrl = address, LicenseUrl = address } };
        using var document = JsonDocument.Parse(RegistrationIndex.Write(Documents.Addresses, Hive.SemVer1, Documents.Id, [entry]));

        var catalogEntry = document.RootElement.GetProperty("items")[0].GetProperty("items")[0].GetProperty("catalogEntry");
        Assert.False(catalogEntry.TryGetProperty("iconUrl", out _));
        Assert.False(catalogEntry.TryGetProperty("projectUrl", out _));
        Assert.False(catalogEntry.TryGetProperty("licenseUrl", out _));
    }
}
