using System.Net;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/packages: search results, whose filters live in the address.</summary>
public sealed class ResultsPageTests(ResultsPageTests.Shelf shelf) : IClassFixture<ResultsPageTests.Shelf>
{
    [Fact]
    public async Task It_tells_how_many_and_goes_on_page_by_page()
    {
        PageAnswer first = await GetAsync("/packages");
        PageAnswer second = await GetAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Contains("27 packages", first.MainText, StringComparison.Ordinal);
        Assert.Equal(20, Ids(first).Length);
        Assert.Equal(7, Ids(second).Length);
        Assert.Empty(Ids(first).Intersect(Ids(second)));
        Assert.Equal("/packages", second.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Null(second.Document.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task Prereleases_can_be_left_out()
    {
        Assert.Contains("Early.Bird", Ids(await GetAsync("/packages?q=early")));
        Assert.DoesNotContain("Early.Bird", Ids(await GetAsync("/packages?q=early&prerel=false")));
    }

    [Fact]
    public async Task A_kind_and_a_framework_can_be_asked_for()
    {
        Assert.Equal(["Some.Tool"], Ids(await GetAsync("/packages?type=dotnettool")));
        Assert.Equal(["Old.Times"], Ids(await GetAsync("/packages?framework=net472")));
    }

    [Fact]
    public async Task Filters_survive_the_next_page_and_the_next_search()
    {
        PageAnswer page = await GetAsync("/packages?q=shelf&prerel=false&framework=net8.0");

        Assert.Equal("/packages?q=shelf&prerel=false&framework=net8.0&page=2", page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.True(page.Document.QuerySelector("input[form=search][name=prerel][value=false]")!.HasAttribute("checked"));
        Assert.Equal("net8.0", page.Document.QuerySelector("select[form=search] option[selected]")!.GetAttribute("value"));
        Assert.Equal("/packages?q=shelf", page.Document.QuerySelector(".filters a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_mistyped_word_gets_a_suggestion_that_finds_something()
    {
        PageAnswer page = await GetAsync("/packages?q=erly");
        string suggestion = page.Document.QuerySelector(".empty a")!.GetAttribute("href")!;

        Assert.Equal("/packages?q=early", suggestion);
        Assert.Equal(["Early.Bird"], Ids(await GetAsync(suggestion)));
    }

    [Theory]
    [InlineData("/packages?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/packages?q=%22onmouseover%3D%22x&framework=%22%3E%3Cb%3E&type=%3Ci%3E")]
    [InlineData("/packages?page=-1")]
    [InlineData("/packages?page=999999999")]
    [InlineData("/packages?page=x&prerel=perhaps")]
    [InlineData("/packages?q=a%00b%ff")]
    public async Task Whatever_stands_in_the_address_is_text(string path)
    {
        PageAnswer page = await GetAsync(path);

        Assert.Empty(page.Document.QuerySelectorAll("main script, main b, main i, [onmouseover]"));
    }

    [Fact]
    public async Task A_query_without_end_is_cut()
    {
        PageAnswer page = await GetAsync("/packages?q=" + new string('x', 4000));

        Assert.Equal(512, page.Document.QuerySelector("main input[name=q]")!.GetAttribute("value")!.Length);
    }

    private static string[] Ids(PageAnswer page) => [.. page.Document.QuerySelectorAll(".result-title a").Select(a => a.TextContent)];

    private async Task<PageAnswer> GetAsync(string path)
    {
        using PageClient visitor = new(shelf.Gallery.Server.Address);
        PageAnswer page = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page;
    }

    public sealed class Shelf : IAsyncLifetime
    {
        public Gallery Gallery { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync();
            string key = await Gallery.KeyAsync(await Gallery.PersonAsync("ada"), ["push"], ["*"]);
            IEnumerable<PackageBuilder> packages = Enumerable.Range(1, 24).Select(i => new PackageBuilder($"Shelf.P{i}").Framework("net8.0"))
                .Append(new PackageBuilder("Early.Bird", "1.0.0-beta").Framework("net8.0"))
                .Append(new PackageBuilder("Some.Tool").Type("DotnetTool").Framework("net8.0"))
                .Append(new PackageBuilder("Old.Times").Framework("net472"));
            foreach (PackageBuilder package in packages)
            {
                using HttpResponseMessage answer = await Gallery.PushAsync(key, package.Build());
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            }
        }

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }
}
