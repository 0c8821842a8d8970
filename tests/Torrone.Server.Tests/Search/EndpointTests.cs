using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Torrone.NuGet.Manifests;
using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class EndpointTests : IAsyncLifetime
{
    private SearchServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Contoso.Json", "1.0.0", 40, m => m with { Description = "Reads JSON", Tags = ["json"], Authors = "Ann, Bob" }, ["ann"]);
        await gallery.PushAsync("Contoso.Json", "1.1.0-beta", 2);
        await gallery.PushAsync("Contoso.Tool", "2.0.0-rc.1", 1, m => m with { PackageTypes = [new PackageType("DotnetTool")] });
        _server = await SearchServer.StartAsync(gallery);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Search_answers_the_protocol_s_document()
    {
        JsonElement answer = await _server.GetAsync("/v3/search?q=json");
        Assert.Equal(1, answer.GetProperty("totalHits").GetInt32());
        JsonElement item = Assert.Single(answer.GetProperty("data").EnumerateArray());
        Assert.Equal("Contoso.Json", item.GetProperty("id").GetString());
        Assert.Equal("1.0.0", item.GetProperty("version").GetString());
        Assert.Equal("Reads JSON", item.GetProperty("description").GetString());
        Assert.Equal(42, item.GetProperty("totalDownloads").GetInt64());
        Assert.Equal(["Ann", "Bob"], item.GetProperty("authors").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["ann"], item.GetProperty("owners").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("Dependency", item.GetProperty("packageTypes")[0].GetProperty("name").GetString());
        string site = _server.Client.BaseAddress!.ToString();
        Assert.Equal(site + "v3/registration/contoso.json/index.json", item.GetProperty("registration").GetString());
        JsonElement version = Assert.Single(item.GetProperty("versions").EnumerateArray());
        Assert.Equal("1.0.0", version.GetProperty("version").GetString());
        Assert.Equal(40, version.GetProperty("downloads").GetInt64());
        Assert.Equal(site + "v3/registration/contoso.json/1.0.0.json", version.GetProperty("@id").GetString());
    }

    [Theory]
    [InlineData("", "Contoso.Json 1.0.0")]
    [InlineData("?Q=json&PRERELEASE=True", "Contoso.Json 1.1.0-beta")]
    [InlineData("?prerelease=true&semVerLevel=2.0.0", "Contoso.Json 1.1.0-beta,Contoso.Tool 2.0.0-rc.1")]
    [InlineData("?prerelease=true&semVerLevel=1.0.0", "Contoso.Json 1.1.0-beta")]
    [InlineData("?prerelease=true&semVerLevel=nonsense", "Contoso.Json 1.1.0-beta")]
    [InlineData("?prerelease=yes", "Contoso.Json 1.0.0")]
    [InlineData("?prerelease=true&semVerLevel=2.0.0&packageType=dotnettool", "Contoso.Tool 2.0.0-rc.1")]
    [InlineData("?prerelease=true&semVerLevel=2.0.0&packageTypeFilter=DotnetTool", "Contoso.Tool 2.0.0-rc.1")]
    [InlineData("?packageType=", "Contoso.Json 1.0.0")]
    [InlineData("?take=many&skip=-1", "Contoso.Json 1.0.0")]
    [InlineData("?take=99999999999999", "Contoso.Json 1.0.0")]
    [InlineData("?skip=1", "")]
    [InlineData("?skip=99999999999", "")]
    [InlineData("?take=0", "")]
    [InlineData("?q=a&q=b&q=json", "Contoso.Json 1.0.0")]
    [InlineData("?q=%00%22*(%F0%9F", "")]
    public async Task Parameters_are_read_leniently(string parameters, string expected)
    {
        JsonElement answer = await _server.GetAsync("/v3/search" + parameters);
        Assert.Equal(expected, string.Join(',', answer.GetProperty("data").EnumerateArray()
            .Select(i => $"{i.GetProperty("id").GetString()} {i.GetProperty("version").GetString()}")));
    }

    [Theory]
    [InlineData("?q=con", "Contoso.Json")]
    [InlineData("?q=tool&prerelease=true&semVerLevel=2.0.0", "Contoso.Tool")]
    [InlineData("?q=reads", "")]
    [InlineData("", "Contoso.Json")]
    [InlineData("?id=CONTOSO.JSON", "1.0.0")]
    [InlineData("?id=contoso.json&prerelease=true", "1.0.0,1.1.0-beta")]
    [InlineData("?id=missing", "")]
    [InlineData("?id=", "")]
    public async Task Autocomplete_answers_ids_or_versions(string parameters, string expected)
    {
        JsonElement answer = await _server.GetAsync("/v3/autocomplete" + parameters);
        string[] found = [.. answer.GetProperty("data").EnumerateArray().Select(i => i.GetString()!)];
        Assert.Equal(expected, string.Join(',', found));
        Assert.Equal(found.Length, answer.GetProperty("totalHits").GetInt32());
    }

    [Fact]
    public async Task An_answer_is_revalidated_by_its_tag_until_something_is_pushed()
    {
        using HttpResponseMessage first = await _server.Client.GetAsync(new Uri("/v3/search?q=contoso", UriKind.Relative), Cancellation);
        Assert.Equal("public, no-cache", first.Headers.GetValues("Cache-Control").Single().Replace("no-cache, public", "public, no-cache", StringComparison.Ordinal));
        Assert.Equal("application/json; charset=utf-8", first.Content.Headers.ContentType!.ToString());
        Assert.NotNull(first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, await ConditionalAsync(first.Headers.ETag));

        await _server.PushAsync("Contoso.Fresh");

        Assert.Equal(HttpStatusCode.OK, await ConditionalAsync(first.Headers.ETag));
        Assert.Equal(2, (await _server.GetAsync("/v3/search?q=contoso")).GetProperty("totalHits").GetInt32());
    }

    [Fact]
    public async Task Head_and_gzip_are_answered()
    {
        using HttpRequestMessage request = new(HttpMethod.Head, "/v3/search");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage head = await _server.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("gzip", head.Content.Headers.ContentEncoding.Single());
        Assert.True(head.Content.Headers.ContentLength > 0);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task The_same_question_is_answered_from_memory_and_another_is_not_taken_for_it()
    {
        SearchPages pages = _server.Services.GetRequiredService<SearchPages>();
        int rendered = 0;
        Task<byte[]> Render() => Task.FromResult<byte[]>([(byte)++rendered]);
        PageKey key = new("http://a", null, new SearchRequest { FeedId = 1, Query = "x" });

        Assert.Equal(1, (await pages.GetAsync(key, Render)).Body[0]);
        Assert.Equal(1, (await pages.GetAsync(key with { }, Render)).Body[0]);
        Assert.Equal(2, (await pages.GetAsync(key with { Base = "http://b" }, Render)).Body[0]);
        Assert.Equal(3, (await pages.GetAsync(key with { Request = key.Request with { Skip = 1 } }, Render)).Body[0]);
        await _server.PushAsync("Contoso.Another");
        Assert.Equal(4, (await pages.GetAsync(key, Render)).Body[0]);
    }

    [Fact]
    public async Task Without_an_index_the_answer_says_when_to_come_back()
    {
        _server.Services.GetRequiredService<IndexFile>().IsReady = false;
        using HttpResponseMessage response = await _server.Client.GetAsync(new Uri("/v3/search?q=not-asked-yet", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
        Assert.Equal(SearchText.Text.English("Unavailable"), response.ReasonPhrase);
    }

    [Fact]
    public async Task Other_methods_are_refused()
    {
        using HttpResponseMessage response = await _server.Client.PostAsync(new Uri("/v3/search", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    private async Task<HttpStatusCode> ConditionalAsync(EntityTagHeaderValue tag)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/v3/search?q=contoso");
        request.Headers.IfNoneMatch.Add(tag);
        using HttpResponseMessage response = await _server.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
