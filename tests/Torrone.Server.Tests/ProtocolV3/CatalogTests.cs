using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ProtocolV3;

/// <summary>A mirror that follows the catalog sees every change once, in order, with what it left.</summary>
public sealed class CatalogTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mirror_sees_each_change_as_it_was()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        using (JsonDocument empty = await ReadAsync(gallery, "/v3/catalog/index.json"))
        {
            Assert.Equal(0, empty.RootElement.GetProperty("count").GetInt32());
        }

        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push", "unlist"], ["*"]);
        byte[] package = new PackageBuilder("Some.Tool", "1.0.0-RC.1+build").Description("Does things.").Build();
        using HttpResponseMessage first = await gallery.PushAsync(key, package);
        using HttpResponseMessage unlist = await gallery.UnlistAsync(key, "Some.Tool", "1.0.0-rc.1");
        using HttpResponseMessage relist = await gallery.RelistAsync(key, "Some.Tool", "1.0.0-rc.1");
        using HttpResponseMessage second = await gallery.PushAsync(key, new PackageBuilder("Other", "2.0.0").Build());
        Assert.All([first, unlist, relist, second], a => Assert.True(a.IsSuccessStatusCode, a.ReasonPhrase));

        using JsonDocument index = await ReadAsync(gallery, "/v3/catalog/index.json");
        JsonElement page = Assert.Single(index.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(4, page.GetProperty("count").GetInt32());
        using JsonDocument items = await ReadAsync(gallery, page.GetProperty("@id").GetString()!);
        JsonElement[] changes = [.. items.RootElement.GetProperty("items").EnumerateArray()];
        Assert.Equal(["Some.Tool 1.0.0-RC.1+build", "Some.Tool 1.0.0-RC.1+build", "Some.Tool 1.0.0-RC.1+build", "Other 2.0.0"],
            changes.Select(c => $"{c.GetProperty("nuget:id").GetString()} {c.GetProperty("nuget:version").GetString()}"));
        Assert.All(changes, c => Assert.Equal("nuget:PackageDetails", c.GetProperty("@type").GetString()));
        DateTimeOffset[] times = [.. changes.Select(c => c.GetProperty("commitTimeStamp").GetDateTimeOffset())];
        Assert.Equal(times.Distinct().Order(), times);
        Assert.Equal(times[^1], index.RootElement.GetProperty("commitTimeStamp").GetDateTimeOffset());
        Assert.Equal(index.RootElement.GetProperty("@id").GetString(), items.RootElement.GetProperty("parent").GetString());

        List<(bool Listed, int Year)> states = [];
        foreach (JsonElement change in changes[..3])
        {
            using JsonDocument leaf = await ReadAsync(gallery, change.GetProperty("@id").GetString()!);
            JsonElement root = leaf.RootElement;
            states.Add((root.GetProperty("listed").GetBoolean(), root.GetProperty("published").GetDateTimeOffset().Year));
            Assert.Equal(change.GetProperty("commitId").GetString(), root.GetProperty("catalog:commitId").GetString());
            Assert.Equal(Convert.ToBase64String(SHA512.HashData(package)), root.GetProperty("packageHash").GetString());
            Assert.Equal(package.Length, root.GetProperty("packageSize").GetInt64());
            Assert.Equal("Does things.", root.GetProperty("description").GetString());
            Assert.Equal("1.0.0-RC.1+build", root.GetProperty("verbatimVersion").GetString());
        }

        int year = times[0].Year;
        Assert.Equal([(true, year), (false, 1900), (true, year)], states);
        foreach (string missing in (string[])["/v3/catalog/page1.json", "/v3/catalog/page.json", "/v3/catalog/data/999/other.2.0.0.json", "/v3/catalog/data/1/other.2.0.0.json"])
        {
            using HttpResponseMessage answer = await gallery.GetAsync(missing);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Pages_hold_550_changes_at_most_and_a_full_one_stays_as_it_is()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push", "unlist"], ["*"]);
        using HttpResponseMessage pushed = await gallery.PushAsync(key, new PackageBuilder("Some.Tool", "1.0.0").Build());
        await CopyFirstRowAsync(gallery, upTo: 1_200);

        Assert.Equal("550 550 100", await CountsAsync(gallery));
        Assert.Equal("550 550 100", await CountsAsync(gallery));
        byte[] full = await gallery.Server.Client.GetByteArrayAsync(new Uri(gallery.Server.Address, "/v3/catalog/page1.json"), Now);
        await CopyFirstRowAsync(gallery, upTo: 1_700);
        Assert.Equal("550 550 550 50", await CountsAsync(gallery));
        Assert.Equal(full, await gallery.Server.Client.GetByteArrayAsync(new Uri(gallery.Server.Address, "/v3/catalog/page1.json"), Now));
    }

    [Fact]
    public async Task A_version_that_was_taken_away_is_told_as_such()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push"], ["*"]);
        using HttpResponseMessage pushed = await gallery.PushAsync(key, new PackageBuilder("Some.Tool", "1.0.0").Build());
        await CopyFirstRowAsync(gallery, upTo: 2, type: "version.deleted");

        using JsonDocument page = await ReadAsync(gallery, "/v3/catalog/page0.json");
        JsonElement last = page.RootElement.GetProperty("items").EnumerateArray().Last();
        Assert.Equal("nuget:PackageDelete", last.GetProperty("@type").GetString());
        using JsonDocument leaf = await ReadAsync(gallery, last.GetProperty("@id").GetString()!);
        Assert.Equal("PackageDelete", leaf.RootElement.GetProperty("@type")[0].GetString());
        Assert.Equal("Some.Tool", leaf.RootElement.GetProperty("id").GetString());
    }

    private static async Task<string> CountsAsync(Gallery gallery)
    {
        using JsonDocument index = await ReadAsync(gallery, "/v3/catalog/index.json");
        return string.Join(' ', index.RootElement.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("count").GetInt32()));
    }

    private static Task CopyFirstRowAsync(Gallery gallery, int upTo, string type = "version.listed") => gallery.Database.WriteAsync(async write =>
    {
        long from = await write.ScalarAsync<long>("SELECT sequence FROM log_head") + 1;
        for (long i = from; i <= upTo; i++)
        {
            await write.ExecuteAsync(
                """
                INSERT INTO log (sequence, event_id, type, type_version, at, feed_id, package_lower_id, lower_version, payload, previous_hash, hash)
                SELECT @i, 'e' || @i, @type, 1, at + @i, feed_id, package_lower_id, lower_version, payload, previous_hash, hash FROM log WHERE sequence = 1
                """, new { i, type });
        }

        await write.ExecuteAsync("UPDATE log_head SET sequence = @upTo", new { upTo });
    }, Now);

    private static async Task<JsonDocument> ReadAsync(Gallery gallery, string address)
    {
        using HttpResponseMessage answer = await gallery.GetAsync(new Uri(gallery.Server.Address, address).PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Now));
    }
}
