using System.Text.Json;
using System.Xml.Linq;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.Traces;

/// <summary>
/// Renovate's NuGet source. It takes the highest version of a service's type and passes over types without one; a value that is there
/// must be of its kind, so null is not the same as absent.
/// </summary>
[Collection(TraceCollection.Name)]
public sealed class RenovateTests(TraceWorld world)
{
    [Fact]
    public async Task V3_reads_all_releases_with_their_times_and_where_the_source_lies()
    {
        JsonElement index = await world.JsonAsync($"{await ServiceAsync("RegistrationsBaseUrl")}{TraceWorld.Many.ToLowerInvariant()}/index.json");
        List<JsonElement> entries = [];
        foreach (JsonElement page in index.GetProperty("items").EnumerateArray())
        {
            JsonElement whole = page.TryGetProperty("items", out _) ? page : await world.JsonAsync(page.GetProperty("@id").GetString()!);
            entries.AddRange(whole.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("catalogEntry")));
        }

        Assert.Equal(Enumerable.Range(0, TraceWorld.ManyVersions).Select(n => $"1.{n}.0"), entries.Select(e => e.GetProperty("version").GetString()));
        Assert.All(entries, e => Assert.True(e.GetProperty("published").GetDateTimeOffset().Year > 2000));
        Assert.All(entries, e => Assert.Equal("https://sweet.example/many", e.GetProperty("projectUrl").GetString()));

        string nuspec = await world.TextAsync($"{await ServiceAsync("PackageBaseAddress")}{TraceWorld.Many.ToLowerInvariant()}/1.139.0/{TraceWorld.Many.ToLowerInvariant()}.nuspec");
        XElement repository = XDocument.Parse(nuspec).Descendants().Single(e => e.Name.LocalName == "repository");
        Assert.Equal("https://git.sweet.example/many.git", repository.Attribute("url")!.Value);
    }

    [Fact]
    public async Task V3_values_are_absent_rather_than_null_and_unlisted_versions_say_so()
    {
        JsonElement index = await world.JsonAsync($"{await ServiceAsync("RegistrationsBaseUrl")}almond.shell/index.json");
        JsonElement[] entries = [.. index.GetProperty("items").EnumerateArray().SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("catalogEntry"))];
        foreach (JsonElement entry in entries)
        {
            Assert.All(entry.EnumerateObject(), p => Assert.NotEqual(JsonValueKind.Null, p.Value.ValueKind));
            Assert.True(entry.GetProperty("listed").ValueKind is JsonValueKind.True or JsonValueKind.False);
        }

        Assert.Equal(["1.0.0"], entries.Where(e => !e.GetProperty("listed").GetBoolean()).Select(e => e.GetProperty("version").GetString()));
    }

    [Fact]
    public async Task V2_follows_the_pages_and_finds_the_newest()
    {
        List<XElement> entries = [];
        string? next = $"/FindPackagesById()?id=%27{TraceWorld.Many}%27&$select=Version,IsLatestVersion,ProjectUrl,Published";
        for (int pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 10, "The pages never end.");
            XElement feed = await world.XmlAsync(next);
            entries.AddRange(feed.Elements(A + "entry"));
            next = TraceWorld.NextOf(feed) is { } href ? new Uri(href).PathAndQuery["/api/v2".Length..] : null;
        }

        Assert.Equal(TraceWorld.ManyVersions, entries.Select(e => TraceWorld.Property(e, "Version")).Distinct().Count());
        Assert.Equal(TraceWorld.ManyVersions, entries.Count);
        XElement newest = entries.Single(e => TraceWorld.Property(e, "IsLatestVersion") == "true");
        Assert.Equal(("1.139.0", "https://sweet.example/many"), (TraceWorld.Property(newest, "Version"), TraceWorld.Property(newest, "ProjectUrl")));
        Assert.All(entries, e => Assert.True(DateTimeOffset.Parse(TraceWorld.Property(e, "Published")!).Year > 2000));
    }

    private async Task<string> ServiceAsync(string name) => (await world.JsonAsync("/v3/index.json")).GetProperty("resources").EnumerateArray()
        .Select(r => (Address: r.GetProperty("@id").GetString()!, Type: r.GetProperty("@type").GetString()!.Split('/')))
        .Where(r => r.Type[0] == name && r.Type.Length == 2 && char.IsAsciiDigit(r.Type[1][0]))
        .OrderBy(r => global::NuGet.Versioning.NuGetVersion.Parse(r.Type[1])).Last().Address;
}
