using System.Net;
using System.Text.Json;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>Unlist with dotnet nuget delete, relist with POST: search follows, restore does not care.</summary>
public sealed class ListingTests(ClientGallery gallery) : IDisposable
{
    private const string Id = "Walnut.Listed";

    private readonly DotnetClient _client = new(gallery.Server.Source);

    [Fact]
    public async Task An_unlisted_version_leaves_search_and_stays_restorable_until_it_is_listed_again()
    {
        (await _client.PushAsync(Shelf.Write(_client.Under("new"), Shelf.Package(Id, "1.0.0")), gallery.Key)).Succeeded();
        Assert.Equal([Id], await FoundAsync("walnut"));

        (await _client.RunAsync(["nuget", "delete", Id, "1.0.0", "--source", gallery.Server.Source, "--api-key", gallery.Key,
            "--non-interactive"])).Succeeded();
        Assert.Empty(await FoundAsync("walnut"));
        _client.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="{Id}" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        (await _client.RunAsync(["restore"], "app")).Succeeded();

        using HttpRequestMessage relist = new(HttpMethod.Post, new Uri($"/api/v2/package/{Id}/1.0.0", UriKind.Relative));
        relist.Headers.Add("X-NuGet-ApiKey", gallery.Key);
        using HttpResponseMessage answer = await gallery.Server.Client.SendAsync(relist, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([Id], await FoundAsync("walnut"));
    }

    public void Dispose() => _client.Dispose();

    private async Task<string[]> FoundAsync(string words)
    {
        CommandResult search = await _client.RunAsync(["package", "search", words, "--source", "torrone", "--format", "json"]);
        using JsonDocument found = JsonDocument.Parse(search.Succeeded().Output);
        JsonElement source = found.RootElement.GetProperty("searchResult")[0];
        return [.. source.GetProperty("packages").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
    }
}
