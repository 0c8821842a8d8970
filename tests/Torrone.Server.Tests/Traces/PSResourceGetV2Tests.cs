using System.Net;
using System.Web;
using System.Xml;
using System.Xml.Linq;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.Traces;

/// <summary>PSResourceGet against a V2 source. Its queries are form-encoded: blanks are plus signs.</summary>
[Collection(TraceCollection.Name)]
public sealed class PSResourceGetV2Tests(TraceWorld world)
{
    [Theory]
    // Find-PSResource by name; with a prerelease; modules only; scripts only.
    [InlineData("FindPackagesById", "Id eq 'Almond.Shell' and IsLatestVersion eq true", "id='Almond.Shell'", "Almond.Shell 1.10.0")]
    [InlineData("FindPackagesById", "Id eq 'Almond.Shell' and IsAbsoluteLatestVersion eq true", "id='Almond.Shell'", "Almond.Shell 2.0.0-beta1")]
    [InlineData("FindPackagesById", "Id eq 'Almond.Shell' and IsLatestVersion eq true and substringof('PSScript', Tags) eq false", "id='Almond.Shell'", "Almond.Shell 1.10.0")]
    [InlineData("FindPackagesById", "Id eq 'Chop.Almonds' and IsLatestVersion eq true and substringof('PSScript', Tags) eq true", "id='Chop.Almonds'", "Chop.Almonds 1.0.0")]
    [InlineData("FindPackagesById", "Id eq 'Almond.Shell' and IsLatestVersion eq true and substringof('nuts', Tags) eq true", "id='Almond.Shell'", "Almond.Shell 1.10.0")]
    // One version; a range; a range from one bound on.
    [InlineData("FindPackagesById", "Id eq 'Almond.Shell' and NormalizedVersion eq '1.2.0'", "id='Almond.Shell'", "Almond.Shell 1.2.0")]
    [InlineData("FindPackagesById", "NormalizedVersion ge '1.2.0' and NormalizedVersion lt '1.10.0' and IsPrerelease eq false and Id eq 'Almond.Shell'", "$skip=0&$orderby=NormalizedVersion desc&id='Almond.Shell'", "Almond.Shell 1.2.0")]
    [InlineData("FindPackagesById", "NormalizedVersion gt '1.0.0' and Id eq 'Almond.Shell'", "$skip=0&$orderby=NormalizedVersion desc&id='Almond.Shell'", "Almond.Shell 2.0.0-beta1, Almond.Shell 1.10.0, Almond.Shell 1.2.0")]
    // Names with a star, tags, commands, and everything.
    [InlineData("Search", "IsLatestVersion and startswith(Id, 'Almond')", "$skip=0&$top=100", "Almond.Shell 1.10.0, almondcutter 3.1.0, almondcutter.install 3.1.0")]
    [InlineData("Search", "IsLatestVersion and endswith(Id, 'Shell')", "$skip=0&$top=100", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("Search", "IsLatestVersion and substringof('cut', Id)", "$skip=0&$top=100", "almondcutter 3.1.0, almondcutter.install 3.1.0")]
    [InlineData("Search", "IsAbsoluteLatestVersion and startswith(Id, 'Al') and endswith(Id, 'Shell')", "$skip=0&$top=100&includePrerelease=true", "Almond.Shell 2.0.0-beta1")]
    [InlineData("Search", "IsLatestVersion and substringof('PSModule', Tags) eq true and substringof('nuts', Tags) eq true", "$skip=0&$top=6000", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("Search", "IsLatestVersion", "searchTerm='tag:PSCommand_Get-Almond'&$skip=0&$top=6000", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("Search", "IsLatestVersion", "$skip=0&$top=6000", "Almond.Shell 1.10.0, Chop.Almonds 1.0.0, Honey.Shell 1.0.0.5, Sweet.Many 1.139.0, almondcutter 3.1.0, almondcutter.install 3.1.0, honeypot 0.9.0")]
    public async Task A_find_gets_what_it_asks_for_with_its_count(string function, string filter, string more, string expected)
    {
        XElement feed = await world.XmlAsync($"/{function}()?{Form($"$filter={filter}&$inlinecount=allpages&{more}")}");
        string[] names = Names(feed).Split(", ");
        Assert.Equal(expected, string.Join(", ", function == "Search" ? names.Order(StringComparer.Ordinal) : names));
        Assert.Equal(names.Length.ToString(), feed.Element(M + "count")!.Value);
    }

    // It looks for elements by their prefixed names, and casts what it wants without asking.
    [Fact]
    public async Task An_entry_can_be_read_as_the_module_reads_it()
    {
        XmlDocument document = new();
        document.LoadXml(await world.TextAsync($"/api/v2/FindPackagesById()?{Form("$filter=Id eq 'Honey.Shell' and IsLatestVersion eq true&$inlinecount=allpages&id='Honey.Shell'")}"));
        Assert.Equal("1", document.GetElementsByTagName("m:count")[0]!.InnerText);
        Assert.Equal("Honey.Shell", document.GetElementsByTagName("d:Id")[0]!.InnerText);
        XmlElement entry = (XmlElement)document.GetElementsByTagName("entry")[0]!;
        Assert.All(entry.ChildNodes.Cast<XmlNode>(), n => Assert.IsType<XmlElement>(n));
        Dictionary<string, string> read = entry["m:properties"]!.ChildNodes.Cast<XmlElement>().ToDictionary(e => e.LocalName, e => e.InnerText);
        Assert.Equal(("1.0.0.5", "1.0.0.5", "false"), (read["Version"], read["NormalizedVersion"], read["IsPrerelease"]));
        Assert.True(DateTime.Parse(read["Published"], System.Globalization.CultureInfo.InvariantCulture).Year > 2000);
    }

    [Fact]
    public async Task An_install_downloads_by_name_and_version()
    {
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync("/api/v2/package/Almond.Shell/1.10.0"));
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync("/api/v2/package/Almond.Shell/2.0.0-beta1"));
        Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync("/api/v2/package/Almond.Shell/9.9.9"));
    }

    private static string Form(string query)
    {
        var form = HttpUtility.ParseQueryString("");
        foreach (string pair in query.Split('&'))
        {
            form[pair[..pair.IndexOf('=', StringComparison.Ordinal)]] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        return form.ToString()!;
    }
}
