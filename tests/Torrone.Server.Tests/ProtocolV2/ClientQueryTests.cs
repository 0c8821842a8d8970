using System.Net;
using System.Xml.Linq;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.ProtocolV2;

/// <summary>The queries that clients really send, and what each must get.</summary>
public sealed class ClientQueryTests(V2World world) : IClassFixture<V2World>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    // Chocolatey: list, search, info, install, upgrade.
    [InlineData("Search()?$filter=IsLatestVersion&$orderby=Id&searchTerm='git'&targetFramework=''&includePrerelease=false&$skip=0&$top=30&semVerLevel=2.0.0", "Git.Tools 1.1.0")]
    [InlineData("Search()?$filter=IsAbsoluteLatestVersion&$orderby=Id&searchTerm='git'&targetFramework=''&includePrerelease=true&$skip=0&$top=30&semVerLevel=2.0.0", "Git.Only.Beta 1.0.0-beta, Git.Tools 2.0.0-rc.1")]
    [InlineData("Packages()?$filter=(tolower(Id) eq 'git.tools') and IsLatestVersion&semVerLevel=2.0.0", "Git.Tools 1.1.0")]
    [InlineData("Packages()?$filter=((Id ne null) and (tolower(Id) eq 'git.tools')) and IsAbsoluteLatestVersion&$skip=0&$top=1", "Git.Tools 2.0.0-beta")]
    // PowerShellGet 2.
    [InlineData("FindPackagesById()?id='Git.Tools'", "Git.Tools 0.9.0, Git.Tools 1.0.0, Git.Tools 1.1.0, Git.Tools 2.0.0-beta")]
    [InlineData("FindPackagesById()?id='git.tools'&$skip=0&$top=40&semVerLevel=2.0.0", "Git.Tools 0.9.0, Git.Tools 1.0.0, Git.Tools 1.1.0, Git.Tools 2.0.0-beta, Git.Tools 2.0.0-rc.1")]
    [InlineData("FindPackagesById()?$filter=NormalizedVersion eq '1.1.0'&id='Git.Tools'", "Git.Tools 1.1.0")]
    [InlineData("Search()?$filter=IsLatestVersion&searchTerm=''&targetFramework=''&includePrerelease=false&$skip=0&$top=100", "Git.Tools 1.1.0, Json.Kit 10.0.0")]
    [InlineData("Packages()?$filter=Id eq 'Json.Kit' and Version eq '9.0.0'", "Json.Kit 9.0.0")]
    // nuget.exe list and update.
    [InlineData("Search()?$orderby=Id&$filter=IsLatestVersion&$skip=0&$top=30&searchTerm=''&targetFramework=''&includePrerelease=false", "Git.Tools 1.1.0, Json.Kit 10.0.0")]
    [InlineData("Search()?$orderby=Id,Version&$skip=0&$top=30&searchTerm='json'&targetFramework=''&includePrerelease=false", "Json.Kit 1.0.0, Json.Kit 9.0.0, Json.Kit 10.0.0")]
    [InlineData("GetUpdates()?packageIds='Json.Kit|Git.Tools|Nobody'&versions='1.0.0|1.0.0|1.0'&includePrerelease=false&includeAllVersions=false&targetFrameworks=''&versionConstraints=''", "Json.Kit 10.0.0, Git.Tools 1.1.0")]
    [InlineData("GetUpdates()?packageIds='Json.Kit|Git.Tools'&versions='1.0.0|1.0.0'&includePrerelease=true&includeAllVersions=true&versionConstraints='[1.0,10.0)|'", "Json.Kit 9.0.0, Git.Tools 1.1.0, Git.Tools 2.0.0-beta")]
    // PSResourceGet and other tools.
    [InlineData("Packages()?$filter=startswith(tolower(Id),'json') and IsLatestVersion&$top=10", "Json.Kit 10.0.0")]
    [InlineData("Packages()?$filter=substringof('only',tolower(Id))", "Git.Only.Beta 1.0.0-beta")]
    [InlineData("Packages?$orderby=Version desc&$filter=Id eq 'Json.Kit'&$top=2", "Json.Kit 10.0.0, Json.Kit 9.0.0")]
    [InlineData("Packages()?$filter=IsLatestVersion&$orderby=DownloadCount desc,Id&$top=5", "Git.Tools 1.1.0, Json.Kit 10.0.0")]
    [InlineData("Packages()?$filter=Listed eq false", "Git.Tools 0.9.0, Hidden 1.0.0")]
    public async Task A_client_gets_what_it_asks_for(string query, string expected) =>
        Assert.Equal(expected, await world.NamesAsync("/api/v2/" + query));

    [Fact]
    public async Task Renovate_gets_the_properties_that_it_selects_and_no_others()
    {
        XElement feed = await world.FeedAsync("/api/v2/FindPackagesById()?id=%27Json.Kit%27&$select=Version,IsLatestVersion,ProjectUrl,Published");
        XElement last = feed.Elements(A + "entry").Last().Element(M + "properties")!;
        Assert.Equal(["Version", "Published", "IsLatestVersion", "ProjectUrl"], last.Elements().Select(e => e.Name.LocalName).OrderBy(Order));
        Assert.Equal("true", last.Element(D + "IsLatestVersion")!.Value);
    }

    [Theory]
    [InlineData("Search()/$count?$filter=IsLatestVersion&searchTerm='git'&includePrerelease=false", "1")]
    [InlineData("Search()/$count?$filter=IsAbsoluteLatestVersion&searchTerm=''&includePrerelease=true", "3")]
    [InlineData("Packages()/$count", "9")]
    [InlineData("Packages/$count?semVerLevel=2.0.0", "10")]
    [InlineData("Packages()/$count?$filter=IsLatestVersion&$top=1", "2")]
    [InlineData("FindPackagesById()/$count?id='Git.Tools'", "4")]
    public async Task A_count_is_a_number_alone(string query, string expected)
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync("/api/v2/" + query);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Now));
    }

    [Theory]
    [InlineData("Packages()?$inlinecount=allpages&$top=2", "9")]
    [InlineData("Packages()?$inlinecount=allpages&$filter=Id eq 'Json.Kit'&$top=1", "3")]
    [InlineData("Search()?$inlinecount=allpages&$filter=IsLatestVersion&searchTerm=''&$top=1", "2")]
    public async Task A_feed_tells_how_many_there_are_in_all(string query, string expected) =>
        Assert.Equal(expected, (await world.FeedAsync("/api/v2/" + query)).Element(M + "count")!.Value);

    [Theory]
    [InlineData("Packages(Id='git.tools',Version='1.1')", HttpStatusCode.OK)]
    [InlineData("Packages(Version='1.1.0.0',Id='Git.Tools')", HttpStatusCode.OK)]
    [InlineData("Packages(Id='Git.Tools',Version='0.9.0')", HttpStatusCode.OK)]
    [InlineData("Packages(Id='Git.Tools',Version='7.0.0')", HttpStatusCode.NotFound)]
    [InlineData("Packages(Id='Git.Tools',Version='no')", HttpStatusCode.NotFound)]
    [InlineData("Packages(Id='Git.Tools')", HttpStatusCode.NotFound)]
    [InlineData("Nothing()", HttpStatusCode.NotFound)]
    public async Task An_entry_has_an_address(string path, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync("/api/v2/" + path);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.OK)
        {
            XElement entry = XDocument.Parse(await answer.Content.ReadAsStringAsync(Now)).Root!;
            string content = entry.Element(A + "content")!.Attribute("src")!.Value;
            using HttpResponseMessage file = await world.Gallery.GetAsync(new Uri(content).PathAndQuery);
            Assert.Equal("application/octet-stream", file.Content.Headers.ContentType?.MediaType);
            Assert.Equal(
                entry.Element(M + "properties")!.Element(D + "PackageHash")!.Value,
                Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(await file.Content.ReadAsByteArrayAsync(Now))));
        }
    }

    [Theory]
    [InlineData("Packages()?$filter=Id eq", "$filter is not understood at character 6: '' is not expected here.")]
    [InlineData("Packages()?$filter=Nonsense eq 3", "$filter is not understood at character 1: there is no property or function 'Nonsense'.")]
    [InlineData("Packages()?$orderby=Id down", "$orderby is not understood at character 1: 'Id down' is not expected here.")]
    [InlineData("Packages()?$select=Id,Nonsense", "$select is not understood at character 4: there is no property or function 'Nonsense'.")]
    [InlineData("Packages()?$top=-1", "The parameter $top is missing or has no value of its kind.")]
    [InlineData("Packages()?$skiptoken='a'", "The parameter $skiptoken is missing or has no value of its kind.")]
    [InlineData("FindPackagesById()", "The parameter id is missing or has no value of its kind.")]
    [InlineData("Search()?includePrerelease=maybe", "The parameter includePrerelease is missing or has no value of its kind.")]
    [InlineData("GetUpdates()?packageIds='a|b'&versions='1.0.0'", "The parameter versions is missing or has no value of its kind.")]
    [InlineData("GetUpdates()?packageIds='a'&versions='1.0.0'&versionConstraints='[['", "The parameter versionConstraints is missing or has no value of its kind.")]
    public async Task What_is_not_understood_is_refused_with_the_reason(string query, string reason)
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync("/api/v2/" + query);
        Assert.Equal((HttpStatusCode.BadRequest, reason), (answer.StatusCode, answer.ReasonPhrase));
    }

    [Theory]
    [InlineData("/api/v2/package-ids?partialId=git", "[\"Git.Tools\"]")]
    [InlineData("/api/v2/package-ids?partialId=git&includePrerelease=true", "[\"Git.Only.Beta\",\"Git.Tools\"]")]
    [InlineData("/api/v2/package-versions/json.kit", "[\"1.0.0\",\"9.0.0\",\"10.0.0\"]")]
    [InlineData("/api/v2/package-versions/nobody", "[]")]
    public async Task Ids_and_versions_are_completed(string path, string expected)
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync(path);
        string json = await answer.Content.ReadAsStringAsync(Now);
        Assert.Equal(Sort(expected), Sort(json));
    }

    [Theory]
    [InlineData("/api/v2/package/git.tools", "git.tools.1.1.0.nupkg")]
    [InlineData("/api/v2/package/Git.Tools/2.0.0-RC.1", "git.tools.2.0.0-rc.1.nupkg")]
    [InlineData("/api/v2/package/Hidden/1.0.0", "hidden.1.0.0.nupkg")]
    [InlineData("/api/v2/package/Hidden", null)]
    [InlineData("/api/v2/package/Nobody", null)]
    public async Task A_package_is_downloaded_by_its_name(string path, string? file)
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync(path);
        Assert.Equal(file is null ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(file, answer.IsSuccessStatusCode ? answer.RequestMessage!.RequestUri!.Segments[^1] : null);
    }

    [Theory]
    [InlineData("/api/v2", "application/atomsvc+xml")]
    [InlineData("/api/v2/", "application/atomsvc+xml")]
    [InlineData("/api/v2/$metadata", "application/xml")]
    public async Task The_service_describes_itself(string path, string type)
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("2.0;", answer.Headers.GetValues("DataServiceVersion").Single());
    }

    [Fact]
    public async Task The_service_index_names_it() =>
        Assert.Contains("\"LegacyGallery/2.0.0\"", await world.Gallery.Server.Client.GetStringAsync(new Uri(world.Gallery.Server.Address, "/v3/index.json"), Now), StringComparison.Ordinal);

    private static int Order(string name) => Array.IndexOf(["Version", "Published", "IsLatestVersion", "ProjectUrl"], name);

    private static string Sort(string json) => string.Join(',', json.Trim('[', ']').Split(',').Order(StringComparer.Ordinal));
}
