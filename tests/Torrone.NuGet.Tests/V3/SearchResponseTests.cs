using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V3;

public sealed class SearchResponseTests
{
    [Fact]
    public void An_item_tells_everything_about_a_package()
    {
        var item = new SearchItem
        {
            Id = Documents.Id,
            Version = Documents.Version("1.0.0-Beta.1+b"),
            Manifest = new PackageManifest
            {
                Id = "Some.Package",
                Version = "1.0.0-Beta.1+b",
                Title = "T",
                Authors = "Ada, Grace",
                Description = "D",
                Summary = "S",
                Tags = ["x"],
                ProjectUrl = "https://p.example/",
                IconUrl = "https://p.example/icon.png",
                LicenseUrl = "https://p.example/license",
                PackageTypes = [new PackageType("DotnetTool", "1.0")],
            },
            Versions = [new SearchVersion(Documents.Version("1.0.0-Beta.1+b"), 2), new SearchVersion(Documents.Version("0.9"), 5_000_000_000)],
            Owners = ["ada", "team"],
            TotalDownloads = 5_000_000_002,
            Verified = true,
            Deprecation = new Deprecation(["CriticalBugs"], AlternateId: "New"),
            Vulnerabilities = [new Vulnerability("https://a.example/1", 3)],
        };

        Documents.AssertDocument(
            """
            {"totalHits":41,"data":[{
              "@id":"https://t.example/base/v3/registration-gz-semver2/some.package/index.json","@type":"Package",
              "registration":"https://t.example/base/v3/registration-gz-semver2/some.package/index.json",
              "id":"Some.Package","version":"1.0.0-Beta.1+b","description":"D","summary":"S","title":"T",
              "iconUrl":"https://p.example/icon.png","licenseUrl":"https://p.example/license","projectUrl":"https://p.example/",
              "tags":["x"],"authors":["Ada","Grace"],"owners":["ada","team"],"totalDownloads":5000000002,"verified":true,
              "packageTypes":[{"name":"DotnetTool"}],
              "versions":[
                {"version":"0.9.0","downloads":5000000000,"@id":"https://t.example/base/v3/registration-gz-semver2/some.package/0.9.0.json"},
                {"version":"1.0.0-Beta.1+b","downloads":2,"@id":"https://t.example/base/v3/registration-gz-semver2/some.package/1.0.0-beta.1.json"}],
              "deprecation":{"reasons":["CriticalBugs"],"alternatePackage":{"id":"New","range":"*"}},
              "vulnerabilities":[{"advisoryUrl":"https://a.example/1","severity":3}]}]}
            """,
            SearchResponse.Write(Documents.Addresses, Hive.SemVer2Gzip, 41, [item]));
    }

    [Fact]
    public void A_plain_item_has_every_list_and_no_bad_address()
    {
        var version = Documents.Version("1.0");
        var item = new SearchItem
        {
            Id = Documents.Id,
            Version = version,
            Manifest = new PackageManifest { Id = "Some.Package", Version = "1.0", Authors = "Ada", Description = "D", IconUrl = "icon.png" },
            Versions = [new SearchVersion(version, 0)],
        };

        Documents.AssertDocument(
            """
            {"totalHits":1,"data":[{
              "@id":"https://t.example/base/v3/registration/some.package/index.json","@type":"Package",
              "registration":"https://t.example/base/v3/registration/some.package/index.json",
              "id":"Some.Package","version":"1.0.0","description":"D","summary":"","title":"Some.Package","tags":[],"authors":["Ada"],"owners":[],
              "totalDownloads":0,"verified":false,"packageTypes":[{"name":"Dependency"}],
              "versions":[{"version":"1.0.0","downloads":0,"@id":"https://t.example/base/v3/registration/some.package/1.0.0.json"}],
              "vulnerabilities":[]}]}
            """,
            SearchResponse.Write(Documents.Addresses, Hive.SemVer1, 1, [item]));
    }

    [Fact]
    public void Nothing_found_is_an_empty_list() =>
        Documents.AssertDocument("""{"totalHits":0,"data":[]}""", SearchResponse.Write(Documents.Addresses, Hive.SemVer1, 0, []));

    [Fact]
    public void Autocomplete_lists_what_it_is_given() =>
        Documents.AssertDocument("""{"totalHits":7,"data":["A.b","A.c"]}""", AutocompleteResponse.Write(7, ["A.b", "A.c"]));
}
