using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>What every page says to the browser, and that no page needs what it forbids.</summary>
public sealed class PageHeaderTests(WebGallery web) : IClassFixture<WebGallery>
{
    [Fact]
    public async Task Every_page_forbids_what_it_does_not_need()
    {
        foreach (PageAnswer page in await AllPagesAsync())
        {
            string policy = page.Headers["Content-Security-Policy"];
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("style-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain('*', policy);
            Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
            Assert.Contains(page.Headers["Referrer-Policy"], (string[])["same-origin", "no-referrer"]);
            Assert.Equal("same-origin", page.Headers["Cross-Origin-Opener-Policy"]);
            Assert.Contains("camera=()", page.Headers["Permissions-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("Server", page.Headers.Keys);
        }
    }

    [Fact]
    public async Task No_page_holds_a_script_or_a_style_of_its_own()
    {
        foreach (PageAnswer page in await AllPagesAsync())
        {
            Assert.Empty(page.Document.QuerySelectorAll("style, [style]"));
            Assert.All(page.Document.QuerySelectorAll("script"), s => Assert.True(s.HasAttribute("src") && s.TextContent.Length == 0, page.Path));
            Assert.All(page.Document.All, e => Assert.DoesNotContain(e.Attributes, a => a.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.DoesNotContain("javascript:", page.Html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_stranger_gets_no_cookie_for_reading()
    {
        using PageClient visitor = web.Visitor();
        foreach (string path in (string[])["/", "/packages", "/packages/Contoso.Json", "/profiles/ada", "/nothing-here"])
        {
            PageAnswer page = await visitor.GetAsync(path);
            Assert.DoesNotContain("Set-Cookie", page.Headers.Keys);
        }
    }

    [Fact]
    public async Task Everything_a_page_loads_is_there_for_good()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer page = await visitor.GetAsync("/packages/Contoso.Json");
        string[] assets = [.. page.Document.QuerySelectorAll("link[rel=stylesheet], link[rel=icon]").Select(l => l.GetAttribute("href")!)
            .Concat(page.Document.QuerySelectorAll("script").Select(s => s.GetAttribute("src")!))];

        Assert.True(assets.Length >= 10, string.Join('\n', assets));
        foreach (string asset in assets)
        {
            using HttpResponseMessage answer = await web.Gallery.GetAsync(asset);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_programs_address_keeps_its_bare_answer()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer answer = await visitor.GetAsync("/v3/nothing-here.json");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.Status);
        Assert.DoesNotContain("<html", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_names_nothing_offers_a_search()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer page = await visitor.GetAsync("/packages/Contoso.Jsonn");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, page.Status);
        Assert.Equal("Contoso.Jsonn", page.Document.QuerySelector("main input[name=q]")!.GetAttribute("value"));
    }

    private async Task<List<PageAnswer>> AllPagesAsync()
    {
        List<PageAnswer> pages = [];
        using PageClient visitor = web.Visitor();
        foreach (string path in WebGallery.PublicPages)
        {
            pages.Add(await visitor.GetAsync(path));
        }

        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        foreach (string path in WebGallery.PrivatePages)
        {
            PageAnswer page = await owner.GetAsync(path);
            Assert.Equal(System.Net.HttpStatusCode.OK, page.Status);
            pages.Add(page);
        }

        return pages;
    }
}
