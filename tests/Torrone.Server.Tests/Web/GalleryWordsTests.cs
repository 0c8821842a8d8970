using System.Globalization;
using Microsoft.AspNetCore.Html;
using Torrone.NuGet.Identity;
using Torrone.Server.Web;
using Torrone.Server.Web.Gallery;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>Small judgements and writings of the gallery's pages.</summary>
public sealed class GalleryWordsTests
{
    public GalleryWordsTests() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData("[1.0.0, )", "≥ 1.0.0")]
    [InlineData("(1.0.0, )", "> 1.0.0")]
    [InlineData("[1.0.0]", "= 1.0.0")]
    [InlineData("[1.0.0, 2.0.0)", "≥ 1.0.0 < 2.0.0")]
    [InlineData("(, 2.0.0]", "≤ 2.0.0")]
    [InlineData("(, )", "any version")]
    [InlineData("nonsense", "nonsense")]
    public void A_range_is_written_in_signs(string range, string words) => Assert.Equal(words, VersionRangeWords.Of(range));

    [Theory]
    [InlineData("net8.0", ".NET 8.0")]
    [InlineData("net10.0-windows7.0", ".NET 10.0 (windows)")]
    [InlineData("netcoreapp3.1", ".NET Core 3.1")]
    [InlineData("netstandard2.0", ".NET Standard 2.0")]
    [InlineData("net472", ".NET Framework 4.7.2")]
    [InlineData("", "Any framework")]
    public void A_framework_has_the_name_that_people_use(string name, string label) => Assert.Equal(label, FrameworkLabel.Of(name));

    [Fact]
    public void Frameworks_stand_newest_first() => Assert.Equal(
        ["net10.0", "net8.0", "netstandard2.1", "netstandard2.0", "net472", ""],
        FrameworkLabel.NewestFirst(["netstandard2.0", "", "net472", "net8.0", "netstandard2.1", "net10.0"], name => name));

    [Theory]
    [InlineData("1.0.0", true, "1.0.0", "1.0.0", "success", "newest version")]
    [InlineData("1.0.0", true, "1.0.0", "2.0.0-a", "success", "ahead: 2.0.0-a")]
    [InlineData("1.0.0", true, "1.1.0", "1.1.0", "warning", "is out: 1.1.0")]
    [InlineData("1.0.0", false, "1.1.0", "1.1.0", "warning", "unlisted")]
    [InlineData("1.0.0", false, null, null, "warning", "unlisted")]
    [InlineData("1.0.0-a", true, null, "1.0.0-a", "accent", "no stable version yet")]
    [InlineData("2.0.0-a", true, "1.0.0", "2.0.0-a", "accent", "stable version is 1.0.0")]
    [InlineData("1.0.0-a", true, "1.0.0", "1.0.0", "warning", "is out: 1.0.0")]
    [InlineData("1.0.0-a", true, null, "1.0.0-b", "warning", "is out: 1.0.0-b")]
    public void A_version_is_weighed_against_its_siblings(string version, bool listed, string? stable, string? newest, string kind, string words)
    {
        PackageHealth health = PackageHealth.Of(Parse(version)!, listed, Parse(stable), Parse(newest), v => new HtmlString(v.Normalized));

        Assert.Equal(kind, health.Kind);
        Assert.Contains(words, health.Sentence.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(52_428_800, "50 MiB")]
    [InlineData(5_368_709_120, "5 GiB")]
    public void A_size_is_short(long bytes, string words) => Assert.Equal(words, Words.Size(bytes));

    [Fact]
    public void A_date_has_no_weekday_and_the_languages_order()
    {
        DateOnly day = new(2026, 11, 21);
        Assert.Equal("November 21, 2026", Words.Date(day));
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de");
        Assert.Equal("21. November 2026", Words.Date(day));
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ja");
        Assert.Equal("2026年11月21日", Words.Date(day));
    }

    [Fact]
    public void A_plain_http_feed_is_allowed_by_name_and_an_https_one_needs_nothing()
    {
        FeedSnippet plain = new("http://localhost:5080/v3/index.json");
        Assert.EndsWith(" --allow-insecure-connections", plain.Command, StringComparison.Ordinal);
        Assert.Contains("allowInsecureConnections=\"true\"", plain.Configuration, StringComparison.Ordinal);
        Assert.EndsWith(" --allow-insecure-connections", plain.Push, StringComparison.Ordinal);

        FeedSnippet secure = new("https://packages.example/v3/index.json");
        Assert.DoesNotContain("redentials", secure.Configuration, StringComparison.Ordinal);
        FeedSnippet closed = new("https://packages.example/v3/index.json", IsPrivate: true);
        Assert.Contains("--password \"%TORRONE_KEY%\"", closed.Command, StringComparison.Ordinal);
        Assert.Equal("%TORRONE_KEY%", System.Xml.Linq.XDocument.Parse(closed.Configuration).Descendants("add")
            .Single(e => e.Parent!.Name == "torrone" && e.Attribute("key")!.Value == "ClearTextPassword").Attribute("value")!.Value);
        Assert.DoesNotContain("nsecure", secure.Command + secure.Configuration + secure.Push, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/packages?q=a//b", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/a\\b", false)]
    [InlineData("/\n/evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("", false)]
    public void A_local_address_is_told_from_the_rest(string address, bool local) => Assert.Equal(local, LocalAddress.IsLocal(address));

    private static PackageVersion? Parse(string? version) => PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed : null;
}
