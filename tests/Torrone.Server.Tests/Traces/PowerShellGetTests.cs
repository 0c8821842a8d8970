using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.Traces;

/// <summary>PowerShellGet 2 over its NuGet provider: Find-Module, Install-Module, Save-Script.</summary>
[Collection(TraceCollection.Name)]
public sealed partial class PowerShellGetTests(TraceWorld world)
{
    private const int Buffer = 40;

    [Fact]
    public async Task A_source_is_asked_for_a_package_that_nobody_has() => Assert.Equal("", Names(await world.XmlAsync("/FindPackagesById()?id='FoooBarr'")));

    [Fact]
    public async Task Find_Module_reads_every_version_forty_at_a_time_past_the_end()
    {
        List<string> versions = [];
        int last = Buffer;
        // Four requests are under way at once, so that some ask beyond the end.
        for (int skip = 0; skip < 400; skip += Buffer)
        {
            XElement[] entries = [.. (await world.XmlAsync($"/FindPackagesById()?id='{TraceWorld.Many}'&$skip={skip}&$top={Buffer}")).Elements(A + "entry")];
            Assert.True(entries.Length <= last);
            last = entries.Length;
            versions.AddRange(entries.Select(e => TraceWorld.Property(e, "Version")!));
        }

        Assert.Equal(TraceWorld.ManyVersions, versions.Count);
        Assert.Equal(TraceWorld.ManyVersions, versions.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("/Search()?$filter=IsLatestVersion&searchTerm='shell'&targetFramework=''&includePrerelease=false&$skip=0&$top=40", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("/Search()?$filter=IsAbsoluteLatestVersion&searchTerm='shell'&targetFramework=''&includePrerelease=true&$skip=0&$top=40", "Almond.Shell 2.0.0-beta1, Honey.Shell 1.0.0.5")]
    [InlineData("/Search()?$filter=IsLatestVersion&searchTerm='tag:PSScript'&targetFramework=''&includePrerelease=false&$skip=0&$top=40", "Chop.Almonds 1.0.0")]
    [InlineData("/Search()?$orderby=DownloadCount%20desc,Id&searchTerm='almond.shell'&targetFramework=''&includePrerelease=false&$skip=0&$top=40", "Almond.Shell 1.2.0, Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    public async Task Find_by_words_and_tags_answers(string query, string expected) =>
        Assert.Equal(expected.Split(", ").Order(StringComparer.Ordinal), Names(await world.XmlAsync(query)).Split(", ").Order(StringComparer.Ordinal));

    // The provider reads the id out of the entry's address, and stops at a value that is empty where it wants a number, a flag or an address.
    [Fact]
    public async Task Every_entry_can_be_read_as_the_provider_reads_it()
    {
        XElement[] entries = [.. (await world.XmlAsync("/FindPackagesById()?id='Almond.Shell'&$skip=0&$top=40")).Elements(A + "entry")];
        Assert.Equal(4, entries.Length);
        foreach (XElement entry in entries)
        {
            Assert.Equal("Almond.Shell", EntryId().Match(entry.Element(A + "id")!.Value).Groups[1].Value);
            foreach (string name in (string[])["RequireLicenseAcceptance", "DevelopmentDependency", "IsLatestVersion", "IsAbsoluteLatestVersion"])
            {
                XmlConvert.ToBoolean(TraceWorld.Property(entry, name)!);
            }

            Assert.All((string[])["DownloadCount", "VersionDownloadCount", "PackageSize"], name => Assert.True(XmlConvert.ToInt64(TraceWorld.Property(entry, name)!) >= 0));
            Assert.All((string[])["LicenseUrl", "ProjectUrl", "IconUrl", "GalleryDetailsUrl", "ReportAbuseUrl"],
                name => Assert.True(TraceWorld.Property(entry, name) is null or "" || Uri.TryCreate(TraceWorld.Property(entry, name), UriKind.Absolute, out _), name));
            Assert.Contains("PSModule", TraceWorld.Property(entry, "Tags")!.Split(' '));
        }

        XElement unlisted = entries.Single(e => TraceWorld.Property(e, "Version") == "1.0.0");
        Assert.StartsWith("1900-01-01", TraceWorld.Property(unlisted, "Published"), StringComparison.Ordinal);
        XElement dependent = entries.Single(e => TraceWorld.Property(e, "Version") == "1.2.0");
        Assert.Matches(@"^Honey\.Shell:(1\.0\.0|\[1\.0\.0, \)):", TraceWorld.Property(dependent, "Dependencies"));
    }

    [Fact]
    public async Task An_install_downloads_from_the_content_s_address()
    {
        XElement entry = (await world.XmlAsync("/FindPackagesById()?id='Honey.Shell'&$skip=0&$top=40")).Element(A + "entry")!;
        Assert.Equal("1.0.0.5", TraceWorld.Property(entry, "Version"));
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(new Uri(entry.Element(A + "content")!.Attribute("src")!.Value).PathAndQuery));
    }

    [GeneratedRegex(@"\(Id='([^']+)'")]
    private static partial Regex EntryId();
}
