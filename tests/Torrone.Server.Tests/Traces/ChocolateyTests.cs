using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.Traces;

/// <summary>Chocolatey 2: what choco search, list, info, install and outdated ask of a V2 source, letter by letter.</summary>
[Collection(TraceCollection.Name)]
public sealed class ChocolateyTests(TraceWorld world)
{
    private const string Stable = "searchTerm='{0}'&targetFramework=''&includePrerelease=false&$skip=0&$top=30&semVerLevel=2.0.0";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_source_is_recognized_as_V2()
    {
        using HttpResponseMessage answer = await world.Gallery.GetAsync("/api/v2");
        Assert.Contains("atom", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.Contains("Packages", await answer.Content.ReadAsStringAsync(Now), StringComparison.Ordinal);
        Assert.Contains("IsAbsoluteLatestVersion", await world.TextAsync("/api/v2/$metadata"), StringComparison.Ordinal);
    }

    [Theory]
    // choco search almondcutter, by id only, by a tag only, both, and what begins with a word.
    [InlineData("/Search()?$filter=IsLatestVersion&$orderby=Id&" + Stable, "almondcutter", "almondcutter 3.1.0, almondcutter.install 3.1.0")]
    [InlineData("/Search()?$filter=(substringof('almondcutter',tolower(Id)))%20and%20IsLatestVersion&$orderby=Id&" + Stable, "almondcutter", "almondcutter 3.1.0, almondcutter.install 3.1.0")]
    [InlineData("/Search()?$filter=(substringof('kitchen',Tags))%20and%20IsLatestVersion&$orderby=Id&" + Stable, "kitchen", "almondcutter 3.1.0, almondcutter.install 3.1.0, honeypot 0.9.0")]
    [InlineData("/Search()?$filter=((substringof('honey',tolower(Id)))%20and%20substringof('honey',Tags))%20and%20IsLatestVersion&$orderby=Id&" + Stable, "honey", "")]
    [InlineData("/Search()?$filter=(startswith(tolower(Id),'almondcutter'))%20and%20IsLatestVersion&$orderby=Id&" + Stable, "almondcutter", "almondcutter 3.1.0, almondcutter.install 3.1.0")]
    // --order-by popularity; --all-versions with a version.
    [InlineData("/Search()?$filter=IsLatestVersion&$orderby=DownloadCount%20desc,Id&" + Stable, "kitchen", "almondcutter 3.1.0, almondcutter.install 3.1.0, honeypot 0.9.0")]
    [InlineData("/Search()?$orderby=Id,Version%20desc&searchTerm='shell'&targetFramework=''&includePrerelease=false&$skip=0&$top=30&semVerLevel=2.0.0", "", "Almond.Shell 1.10.0, Almond.Shell 1.2.0, Honey.Shell 1.0.0.5")]
    [InlineData("/Search()?$filter=IsAbsoluteLatestVersion&$orderby=Id&searchTerm='almondcutter'&targetFramework=''&includePrerelease=true&$skip=0&$top=30&semVerLevel=2.0.0", "", "almondcutter 3.2.0-rc, almondcutter.install 3.1.0")]
    public async Task Search_answers(string query, string term, string expected) =>
        Assert.Equal(expected, Names(await world.XmlAsync(query.Replace("{0}", term, StringComparison.Ordinal))));

    [Theory]
    [InlineData("/Packages()?$filter=(tolower(Id)%20eq%20'almondcutter')%20and%20IsLatestVersion&semVerLevel=2.0.0", "almondcutter 3.1.0")]
    [InlineData("/Packages()?$filter=(tolower(Id)%20eq%20'almondcutter')%20and%20IsAbsoluteLatestVersion&semVerLevel=2.0.0", "almondcutter 3.2.0-rc")]
    [InlineData("/Packages()?$filter=(tolower(Id)%20eq%20'nothing')%20and%20IsLatestVersion&semVerLevel=2.0.0", "")]
    public async Task The_newest_of_one_id_is_found_at_once(string query, string expected) => Assert.Equal(expected, Names(await world.XmlAsync(query)));

    [Fact]
    public async Task A_count_comes_before_the_pages() => Assert.Equal("3", await world.TextAsync(
        "/api/v2/Search()/$count?$filter=IsLatestVersion&$orderby=Id&searchTerm='kitchen'&targetFramework=''&includePrerelease=false&semVerLevel=2.0.0"));

    [Fact]
    public async Task An_install_reads_the_entry_its_dependencies_and_the_file_whose_hash_it_tells()
    {
        XElement entry = await world.XmlAsync("/Packages(Id='almondcutter',Version='3.1.0')");
        Assert.Equal("almondcutter.install:[3.1.0, 3.1.0]:", TraceWorld.Property(entry, "Dependencies")!.Replace("[3.1.0]", "[3.1.0, 3.1.0]", StringComparison.Ordinal));
        Assert.Equal("almondcutter.install 3.1.0", Names(await world.XmlAsync("/FindPackagesById()?id='almondcutter.install'&semVerLevel=2.0.0")));
        string address = entry.Element(A + "content")!.Attribute("src")!.Value;
        Assert.Equal("/api/v2/package/almondcutter/3.1.0", new Uri(address).AbsolutePath);
        byte[] file = await world.Gallery.Server.Client.GetByteArrayAsync(new Uri(address), Now);
        Assert.Equal("SHA512", TraceWorld.Property(entry, "PackageHashAlgorithm"));
        Assert.Equal(TraceWorld.Property(entry, "PackageHash"), Convert.ToBase64String(SHA512.HashData(file)));
        Assert.Equal(TraceWorld.Property(entry, "PackageSize"), file.Length.ToString());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found() => Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync("/api/v2/Packages(Id='nothing',Version='1.0.0')"));
}
