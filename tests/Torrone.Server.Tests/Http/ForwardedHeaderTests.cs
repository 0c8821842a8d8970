using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Http;

/// <summary>Addresses in documents: the public URL where one is set, what a trusted proxy says, and never what a stranger says.</summary>
public sealed class ForwardedHeaderTests
{
    [Fact]
    public async Task A_stranger_cannot_forge_the_addresses_in_documents()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        Assert.StartsWith(server.Address.AbsoluteUri, await FirstAddress(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_proxy_is_believed()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__Proxies__0"] = "127.0.0.0/8",
            ["Torrone__Proxies__1"] = "::1",
        });
        Assert.StartsWith("https://packages.example.test/", await FirstAddress(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_url_wins_and_its_path_base_is_served()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__PublicUrl"] = "https://packages.example.test/nuget/" });
        Assert.StartsWith("https://packages.example.test/nuget/v3", await FirstAddress(server, "/nuget/v3/index.json"), StringComparison.Ordinal);
    }

    private static async Task<string?> FirstAddress(ServerProcess server, string path = "/v3/index.json")
    {
        // Twice: the second answer comes from memory.
        string? address = null;
        for (int i = 0; i < 2; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(server.Address, path));
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "packages.example.test");
            using HttpResponseMessage answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            JsonElement index = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            address = index.GetProperty("resources")[0].GetProperty("@id").GetString();
        }

        return address;
    }
}
