using System.Net;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/packages/{id}/{version}/icon, readme, license: a stranger's bytes, which no browser may take for a page.</summary>
public sealed class UntrustedFileTests(WebGallery web) : IClassFixture<WebGallery>
{
    [Theory]
    [InlineData("readme", "text/plain")]
    [InlineData("license", "text/plain")]
    [InlineData("icon", "image/png")]
    public async Task It_is_served_as_what_it_is_in_a_sandbox(string file, string mediaType)
    {
        using HttpResponseMessage answer = await web.Gallery.GetAsync($"/packages/contoso.json/2.0.0/{file}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; sandbox; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task The_bytes_are_the_authors()
    {
        Assert.Equal(WebGallery.Readme, await (await web.Gallery.GetAsync("/packages/Contoso.Json/2.0.0/readme")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Do as you like.", await (await web.Gallery.GetAsync("/packages/Contoso.Json/2.0.0/license")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/packages/Contoso.Tool/1.0.0/icon")]
    [InlineData("/packages/Contoso.Tool/1.0.0/readme")]
    [InlineData("/packages/Contoso.Tool/1.0.0/license")]
    [InlineData("/packages/Contoso.Json/7.0.0/icon")]
    [InlineData("/packages/Nobody/1.0.0/icon")]
    public async Task What_a_package_does_not_hold_is_not_found(string path)
    {
        using HttpResponseMessage answer = await web.Gallery.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_second_reader_with_the_tag_gets_no_bytes()
    {
        using HttpResponseMessage first = await web.Gallery.GetAsync("/packages/Contoso.Json/2.0.0/icon");
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(web.Address, "/packages/Contoso.Json/2.0.0/icon"));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await web.Gallery.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task A_page_in_the_guise_of_a_license_stays_text()
    {
        await web.PushAsync(new PackageBuilder("Guise").LicenseFile("<html><script>alert(1)</script></html>").Framework("net8.0"));
        using HttpResponseMessage answer = await web.Gallery.GetAsync("/packages/Guise/1.0.0/license");

        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }
}
