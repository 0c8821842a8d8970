using System.Net;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>POST /preferences: colours and language are kept, the page too, and nobody is led elsewhere.</summary>
public sealed class PreferenceTests(WebGallery web) : IClassFixture<WebGallery>
{
    [Fact]
    public async Task The_colours_stay_and_so_does_the_page()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer before = await visitor.GetAsync("/packages?q=json&prerel=false");
        Assert.Equal("system", before.Document.DocumentElement.GetAttribute("data-theme"));

        string back = before.Document.QuerySelector("footer input[name=returnUrl]")!.GetAttribute("value")!;
        PageAnswer answer = await visitor.PostAsync("/preferences", new Dictionary<string, string> { ["theme"] = "dark", ["returnUrl"] = back });

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("/packages?q=json&prerel=false", answer.Location);
        PageAnswer after = await visitor.GetAsync(answer.Location!);
        Assert.Equal("dark", after.Document.DocumentElement.GetAttribute("data-theme"));
        Assert.Equal("true", after.Document.QuerySelector("footer button[value=dark]")!.GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task The_language_stays_and_so_does_the_page()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer answer = await visitor.PostAsync("/preferences",
            new Dictionary<string, string> { ["language"] = "qps-Ploc", ["returnUrl"] = "/packages/Contoso.Json/2.0.0/versions" });

        Assert.Equal("/packages/Contoso.Json/2.0.0/versions", answer.Location);
        PageAnswer page = await visitor.GetAsync(answer.Location!);
        Assert.Equal("en-x-pseudo", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("ltr", page.Document.DocumentElement.GetAttribute("dir"));
        Assert.Contains('⟦', page.MainText);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task Nobody_is_led_off_the_site(string returnUrl)
    {
        using PageClient visitor = web.Visitor();
        PageAnswer answer = await visitor.PostAsync("/preferences", new Dictionary<string, string> { ["theme"] = "light", ["returnUrl"] = returnUrl });

        Assert.Equal("/", answer.Location);
    }

    [Fact]
    public async Task Values_that_nobody_offers_change_nothing()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer answer = await visitor.PostAsync("/preferences",
            new Dictionary<string, string> { ["theme"] = "dark\" onload=\"x", ["language"] = "xx-Invented", ["returnUrl"] = "/packages" });

        Assert.Equal("/packages", answer.Location);
        Assert.DoesNotContain("Set-Cookie", answer.Headers.Keys);
    }

    [Fact]
    public async Task A_cookie_with_something_else_in_it_is_the_systems_colours()
    {
        using PageClient visitor = web.Visitor();
        visitor.Cookies.Add(new Cookie("torrone.theme", "%22%3E%3Cscript%3E", "/", "localhost"));

        PageAnswer page = await visitor.GetAsync("/");

        Assert.Equal("system", page.Document.DocumentElement.GetAttribute("data-theme"));
    }

    [Fact]
    public async Task Another_sites_request_is_refused()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(web.Address, "/preferences"))
        {
            Content = new FormUrlEncodedContent([new("theme", "dark")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage answer = await web.Gallery.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_browsers_own_language_is_heard_and_the_choice_outranks_it()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(web.Address, "/packages"));
        request.Headers.AcceptLanguage.ParseAdd("qps-Ploc");
        using HttpResponseMessage heard = await web.Gallery.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["qps-Ploc"], heard.Content.Headers.ContentLanguage);

        using HttpRequestMessage chosen = new(HttpMethod.Get, new Uri(web.Address, "/packages?culture=en"));
        chosen.Headers.AcceptLanguage.ParseAdd("qps-Ploc");
        using HttpResponseMessage english = await web.Gallery.Server.Client.SendAsync(chosen, TestContext.Current.CancellationToken);
        Assert.Equal(["en"], english.Content.Headers.ContentLanguage);
    }
}
