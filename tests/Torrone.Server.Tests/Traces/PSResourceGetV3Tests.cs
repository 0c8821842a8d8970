using System.Net;
using System.Text.Json;
using Xunit;

namespace Torrone.Server.Tests.Traces;

/// <summary>PSResourceGet against a V3 source: the service index by exact types, search by its own spelling, registration for the rest.</summary>
[Collection(TraceCollection.Name)]
public sealed class PSResourceGetV3Tests(TraceWorld world)
{
    [Theory]
    [InlineData("shell", "False", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("shell", "True", "Almond.Shell 2.0.0-beta1, Honey.Shell 1.0.0.5")]
    [InlineData("tags:PSModule nuts", "False", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("tags:PSCommand_Get-Almond", "False", "Almond.Shell 1.10.0, Honey.Shell 1.0.0.5")]
    [InlineData("tags:PSScript", "False", "Chop.Almonds 1.0.0")]
    public async Task A_find_pages_by_the_total(string words, string prerelease, string expected)
    {
        string search = await ResourceAsync("SearchQueryService/3.5.0");
        JsonElement found = await world.JsonAsync($"{search}?q={words}&prerelease={prerelease}&semVerLevel=2.0.0&skip=0&take=100");
        Assert.Equal(found.GetProperty("data").GetArrayLength(), found.GetProperty("totalHits").GetInt32());
        Assert.Equal(expected, string.Join(", ", found.GetProperty("data").EnumerateArray()
            .Select(p => $"{p.GetProperty("id").GetString()} {p.GetProperty("version").GetString()}").Order(StringComparer.Ordinal)));
        Assert.All(found.GetProperty("data").EnumerateArray(), p => Assert.Equal(JsonValueKind.Array, p.GetProperty("tags").ValueKind));
    }

    [Fact]
    public async Task A_name_is_read_from_the_registration_without_unlisted_versions()
    {
        string[] versions = [.. (await EntriesAsync("almond.shell", "catalogEntry")).Where(e => e.GetProperty("listed").GetBoolean())
            .Select(e => e.GetProperty("version").GetString()!)];
        Assert.Equal(["1.10.0", "1.2.0", "2.0.0-beta1"], versions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_install_takes_the_address_that_contains_its_version()
    {
        string[] addresses = [.. (await EntriesAsync(TraceWorld.Many.ToLowerInvariant(), "packageContent")).Select(e => e.GetString()!)];
        Assert.Equal(TraceWorld.ManyVersions, addresses.Length);
        string wanted = addresses.First(a => a.Contains("1.77.0", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(new Uri(wanted).PathAndQuery));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync(new Uri($"{await ResourceAsync("RegistrationsBaseUrl/3.6.0")}nothing/index.json").PathAndQuery));

    private async Task<string> ResourceAsync(string type) => (await world.JsonAsync("/v3/index.json")).GetProperty("resources").EnumerateArray()
        .Single(r => r.GetProperty("@type").GetString() == type).GetProperty("@id").GetString()!;

    // Pages are inline or behind their own address; each tells its upper bound.
    private async Task<List<JsonElement>> EntriesAsync(string id, string property)
    {
        JsonElement index = await world.JsonAsync($"{await ResourceAsync("RegistrationsBaseUrl/3.6.0")}{id}/index.json");
        List<JsonElement> entries = [];
        foreach (JsonElement item in index.GetProperty("items").EnumerateArray())
        {
            JsonElement page = item.TryGetProperty("items", out _) ? item : await world.JsonAsync(item.GetProperty("@id").GetString()!);
            JsonElement[] items = [.. page.GetProperty("items").EnumerateArray()];
            Assert.Equal(page.GetProperty("upper").GetString(), items[^1].GetProperty("catalogEntry").GetProperty("version").GetString());
            entries.AddRange(items.Select(i => i.GetProperty(property)));
        }

        return entries;
    }
}
