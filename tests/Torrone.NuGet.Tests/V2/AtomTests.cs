using System.Text;
using System.Xml.Linq;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V2;

namespace Torrone.NuGet.Tests.V2;

public sealed class AtomTests
{
    private static readonly XNamespace A = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace D = "http://schemas.microsoft.com/ado/2007/08/dataservices";
    private static readonly XNamespace M = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";

    [Fact]
    public void An_entry_names_its_package_its_file_and_its_properties()
    {
        var entry = Entries.Entry("Some.Package", "1.0.0-RC.1+build", m => m with
        {
            Summary = "Short.", Tags = ["one", "two"], IconFile = "icon.png", LicenseExpression = "MIT",
            DependencyGroups =
            [
                new DependencyGroup("net8.0", [new PackageDependency("Other", "[1.0.0, )"), new PackageDependency("Third", "[1.0.0, 2.0.0)")]),
                new DependencyGroup("net472", []), new DependencyGroup("", [new PackageDependency("Any", "(, )")]),
            ],
        });
        var root = XDocument.Parse(Encoding.UTF8.GetString(AtomDocument.Entry(Entries.Addresses, entry, ODataSelection.Everything))).Root!;

        Assert.Equal(A + "entry", root.Name);
        Assert.Equal("https://t.example/base/api/v2/Packages(Id='Some.Package',Version='1.0.0-RC.1')", root.Element(A + "id")!.Value);
        Assert.Equal("Some.Package", root.Element(A + "title")!.Value);
        Assert.Equal("Short.", root.Element(A + "summary")!.Value);
        Assert.Equal("Ada, Grace", root.Element(A + "author")!.Element(A + "name")!.Value);
        Assert.Equal("https://t.example/base/api/v2/package/Some.Package/1.0.0-RC.1", root.Element(A + "content")!.Attribute("src")!.Value);
        var properties = root.Element(M + "properties")!;
        Assert.Equal("1.0.0-RC.1+build", properties.Element(D + "Version")!.Value);
        Assert.Equal("1.0.0-RC.1", properties.Element(D + "NormalizedVersion")!.Value);
        Assert.Equal("Other:1.0.0:net8.0|Third:[1.0.0, 2.0.0):net8.0|::net472|Any::", properties.Element(D + "Dependencies")!.Value);
        Assert.Equal(" one two ", properties.Element(D + "Tags")!.Value);
        Assert.Equal(("false", "Edm.Boolean"), (properties.Element(D + "IsLatestVersion")!.Value, properties.Element(D + "IsLatestVersion")!.Attribute(M + "type")!.Value));
        Assert.Equal(("10", "Edm.Int64"), (properties.Element(D + "DownloadCount")!.Value, properties.Element(D + "DownloadCount")!.Attribute(M + "type")!.Value));
        Assert.Equal("2023-11-14T22:13:20.000Z", properties.Element(D + "Published")!.Value);
        Assert.Equal("true", properties.Element(D + "Title")!.Attribute(M + "null")!.Value);
        Assert.Equal("AQID", properties.Element(D + "PackageHash")!.Value);
        Assert.Equal("https://t.example/base/v3-flatcontainer/some.package/1.0.0-rc.1/icon", properties.Element(D + "IconUrl")!.Value);
        Assert.Equal("https://t.example/base/packages/Some.Package/1.0.0-RC.1/license", properties.Element(D + "LicenseUrl")!.Value);
        Assert.Equal("https://t.example/base/packages/Some.Package/1.0.0-RC.1", properties.Element(D + "GalleryDetailsUrl")!.Value);
        Assert.Equal("https://t.example/base/packages/Some.Package/1.0.0-RC.1/report", properties.Element(D + "ReportAbuseUrl")!.Value);
    }

    [Fact]
    public void An_unlisted_version_was_published_in_1900()
    {
        var entry = Entries.Entry("a", "1.0.0") with { Listed = false };
        var properties = Parse(AtomDocument.Entry(Entries.Addresses, entry, ODataSelection.Everything)).Element(M + "properties")!;
        Assert.Equal("1900-01-01T00:00:00.000Z", properties.Element(D + "Published")!.Value);
    }

    [Fact]
    public void A_feed_has_its_count_its_entries_and_the_next_page()
    {
        V2Entry[] entries = [Entries.Entry("a", "1.0.0"), Entries.Entry("b", "2.0.0")];
        var feed = Parse(AtomDocument.Feed(
            Entries.Addresses, "Search", entries, ODataSelection.Parse("Version"), 12, "https://t.example/base/api/v2/Search()?$skip=2&x=<"));
        Assert.Equal("12", feed.Element(M + "count")!.Value);
        Assert.Equal(["a", "b"], feed.Elements(A + "entry").Select(e => e.Element(A + "title")!.Value));
        Assert.Equal([D + "Version"], feed.Elements(A + "entry").First().Element(M + "properties")!.Elements().Select(e => e.Name));
        Assert.Equal("https://t.example/base/api/v2/Search()?$skip=2&x=<", feed.Elements(A + "link").Single(l => l.Attribute("rel")!.Value == "next").Attribute("href")!.Value);

        var last = Parse(AtomDocument.Feed(Entries.Addresses, "Search", [], ODataSelection.Everything));
        Assert.Null(last.Element(M + "count"));
        Assert.DoesNotContain(last.Elements(A + "link"), l => l.Attribute("rel")!.Value == "next");
    }

    [Fact]
    public void Text_that_XML_has_no_place_for_is_left_out_and_the_rest_kept()
    {
        var entry = Entries.Entry("a", "1.0.0", m => m with { Description = "one\0two\u001B\uD800 three 😀 <&>" });
        var properties = Parse(AtomDocument.Entry(Entries.Addresses, entry, ODataSelection.Everything)).Element(M + "properties")!;
        Assert.Equal("onetwo\uFFFD three 😀 <&>", properties.Element(D + "Description")!.Value);
    }

    [Fact]
    public void The_model_names_the_functions_and_every_property_of_an_entry()
    {
        var model = Parse(V2Metadata.Model());
        Assert.Equal(["Search", "FindPackagesById", "GetUpdates"],
            model.Descendants().Where(e => e.Name.LocalName == "FunctionImport").Select(e => e.Attribute("Name")!.Value));
        string[] told = [.. model.Descendants().Where(e => e.Name.LocalName == "Property").Select(e => e.Attribute("Name")!.Value)];
        var entry = Parse(AtomDocument.Entry(Entries.Addresses, Entries.Entry("a", "1.0.0"), ODataSelection.Everything));
        Assert.Equal(told, entry.Element(M + "properties")!.Elements().Select(e => e.Name.LocalName));
        Assert.Contains("IsAbsoluteLatestVersion", told);
    }

    [Fact]
    public void The_root_names_the_one_collection()
    {
        var service = Parse(V2Metadata.Service(Entries.Addresses));
        Assert.Equal("https://t.example/base/api/v2/", service.Attribute(XNamespace.Xml + "base")!.Value);
        Assert.Equal(["Packages"], service.Descendants().Where(e => e.Name.LocalName == "collection").Select(e => e.Attribute("href")!.Value));
    }

    private static XElement Parse(byte[] document) => XDocument.Parse(Encoding.UTF8.GetString(document)).Root!;
}
