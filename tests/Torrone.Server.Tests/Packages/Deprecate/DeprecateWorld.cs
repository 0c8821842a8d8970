using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Deprecate;

/// <summary>A gallery with Old.Tool in three versions, owned by ada.</summary>
public sealed class DeprecateWorld : IAsyncLifetime
{
    public Gallery Gallery { get; private set; } = null!;

    public Dictionary<string, string?> Keys { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Gallery = await Gallery.StartAsync();
        long ada = await Gallery.PersonAsync("ada");
        long bob = await Gallery.PersonAsync("bob");
        Keys["owner"] = await Gallery.KeyAsync(ada, ["push", "unlist"], ["*"]);
        Keys["unlist"] = await Gallery.KeyAsync(ada, ["unlist"], ["Old.*"]);
        Keys["push"] = await Gallery.KeyAsync(ada, ["push"], ["*"]);
        Keys["read"] = await Gallery.KeyAsync(ada, ["read"], ["*"]);
        Keys["other pattern"] = await Gallery.KeyAsync(ada, ["unlist"], ["Else.*"]);
        Keys["stranger"] = await Gallery.KeyAsync(bob, ["push", "unlist"], ["*"]);
        Keys["missing"] = null;
        foreach (string version in (string[])["1.0.0", "1.1.0", "2.0.0"])
        {
            await PushAsync("Old.Tool", version);
        }
    }

    public ValueTask DisposeAsync() => Gallery.DisposeAsync();

    public async Task PushAsync(string id, string version)
    {
        using HttpResponseMessage answer = await Gallery.PushAsync(Keys["owner"], new PackageBuilder(id, version).Build());
        Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
    }

    public Task<HttpResponseMessage> DeprecateAsync(string? key, string id, object body) => SendAsync(key, id, JsonContent.Create(body));

    public async Task<HttpResponseMessage> SendAsync(string? key, string id, HttpContent content)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(Gallery.Server.Address, $"/api/v2/package/{id}/deprecations")) { Content = content };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key);
        }

        return await Gallery.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> ReadAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(
            await Gallery.Server.Client.GetStringAsync(new Uri(Gallery.Server.Address, path), TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>By version, what the registration says of its deprecation; versions without one are left out.</summary>
    public async Task<Dictionary<string, JsonElement>> DeprecatedAsync(string lowerId) =>
        (await ReadAsync($"/v3/registration-gz-semver2/{lowerId}/index.json")).GetProperty("items").EnumerateArray()
            .SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("catalogEntry"))
            .Where(e => e.TryGetProperty("deprecation", out _)).ToDictionary(e => e.GetProperty("version").GetString()!, e => e.GetProperty("deprecation"));
}
