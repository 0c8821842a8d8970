using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Torrone.Server.Tests.Packages.Deprecate;

/// <summary>PUT api/v2/package/{id}/deprecations: what it changes, where that is seen, and who may not.</summary>
public sealed class DeprecationsRouteTests(DeprecateWorld world) : IClassFixture<DeprecateWorld>
{
    [Fact]
    public async Task What_an_owner_says_is_seen_in_registration_search_catalog_log_and_audit()
    {
        await world.PushAsync("Seen.Tool", "1.0.0");
        await world.PushAsync("Seen.Tool", "2.0.0");
        Assert.Empty(await world.DeprecatedAsync("seen.tool"));
        using HttpResponseMessage answer = await world.DeprecateAsync(world.Keys["owner"], "Seen.Tool", new
        {
            versions = (string[])["1.0", "2.0.0"], isLegacy = true, hasCriticalBugs = true, isOther = true,
            alternatePackageId = "New.Tool", alternatePackageVersion = "3.1", message = "Moved\r\nto New.Tool.\u0007",
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Dictionary<string, JsonElement> said = await world.DeprecatedAsync("seen.tool");
        Assert.Equal(["1.0.0", "2.0.0"], said.Keys.Order());
        AssertSaid(said["1.0.0"]);
        JsonElement found = Assert.Single((await world.ReadAsync("/v3/search?q=packageid:Seen.Tool")).GetProperty("data").EnumerateArray());
        AssertSaid(found.GetProperty("deprecation"));
        JsonElement[] changes = await ChangesAsync("Seen.Tool");
        Assert.Equal(4, changes.Length);
        AssertSaid((await world.ReadAsync(changes[^1].GetProperty("@id").GetString()!)).GetProperty("deprecation"));
        Assert.False((await world.ReadAsync(changes[0].GetProperty("@id").GetString()!)).TryGetProperty("deprecation", out _));
        Assert.True((await world.ReadAsync(changes[^1].GetProperty("@id").GetString()!)).GetProperty("listed").GetBoolean());
        Assert.Equal(["version.pushed 1.0.0", "version.pushed 2.0.0", "version.deprecated 1.0.0", "version.deprecated 2.0.0"], await LogAsync("seen.tool"));
        Assert.Equal(["Seen.Tool 1.0.0, 2.0.0"], await world.Gallery.RowsAsync<string>(
            "SELECT target_id || ' ' || after_value FROM audit WHERE action = 'package.deprecated' AND target_id = 'Seen.Tool'"));
        Assert.Contains("deprecate Seen.Tool ok", await UsesAsync("seen.tool"));
    }

    [Fact]
    public async Task It_is_taken_back_by_saying_no_reason()
    {
        await world.PushAsync("Back.Tool", "1.0.0");
        using HttpResponseMessage first = await world.DeprecateAsync(world.Keys["owner"], "Back.Tool", new { versions = (string[])["1.0.0"], isLegacy = true });
        Assert.Single(await world.DeprecatedAsync("back.tool"));
        using HttpResponseMessage again = await world.DeprecateAsync(world.Keys["owner"], "Back.Tool", new { versions = (string[])["1.0.0"], isLegacy = true });
        using HttpResponseMessage undone = await world.DeprecateAsync(world.Keys["owner"], "Back.Tool", new { versions = (string[])["1.0.0"] });
        Assert.All([first, again, undone], a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Empty(await world.DeprecatedAsync("back.tool"));
        JsonElement[] changes = await ChangesAsync("Back.Tool");
        Assert.Equal(["version.pushed 1.0.0", "version.deprecated 1.0.0", "version.undeprecated 1.0.0"], await LogAsync("back.tool"));
        bool[] told = await Task.WhenAll(changes.Select(async c =>
            (await world.ReadAsync(c.GetProperty("@id").GetString()!)).TryGetProperty("deprecation", out _)));
        Assert.Equal([false, true, false], told);
    }

    [Theory]
    [InlineData("\"Unlist\"", false, false)]
    [InlineData("1", false, false)]
    [InlineData("\"unchanged\"", true, false)]
    [InlineData("\"relist\"", true, true)]
    public async Task The_listing_follows_where_it_is_asked_to(string verb, bool listed, bool unlistedBefore)
    {
        string id = $"List.{(uint)verb.GetHashCode(StringComparison.Ordinal)}";
        await world.PushAsync(id, "1.0.0");
        if (unlistedBefore)
        {
            using HttpResponseMessage unlisted = await world.Gallery.UnlistAsync(world.Keys["owner"], id, "1.0.0");
        }

        using StringContent body = new($"{{\"VERSIONS\":[\"1.0.0\"],\"isLegacy\":true,\"listedVerb\":{verb},\"unknown\":[]}}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await world.SendAsync(world.Keys["owner"], id, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement index = await world.ReadAsync($"/v3/registration-gz-semver2/{id.ToLowerInvariant()}/index.json");
        Assert.Equal(listed, index.GetProperty("items")[0].GetProperty("items")[0].GetProperty("catalogEntry").GetProperty("listed").GetBoolean());
        Assert.Single(await world.DeprecatedAsync(id.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("unlist", 200, "")]
    [InlineData("push", 403, "scope-action")]
    [InlineData("read", 403, "scope-action")]
    [InlineData("other pattern", 403, "scope-package")]
    [InlineData("stranger", 403, "not-owner")]
    [InlineData("missing", 401, "key-missing")]
    public async Task Only_an_owners_key_that_may_unlist_the_package_may_deprecate_it(string key, int status, string code)
    {
        string before = await TraceAsync();
        using HttpResponseMessage answer = await world.DeprecateAsync(
            world.Keys[key], "Old.Tool", new { versions = (string[])["1.1.0"], isOther = true, message = key });
        Assert.Equal(status, (int)answer.StatusCode);
        if (code.Length > 0)
        {
            Assert.Equal(code, await CodeAsync(answer));
            Assert.Equal(before, await TraceAsync());
        }
    }

    [Theory]
    [InlineData("{\"versions\":[\"1.0.0\",\"9.9.9\"],\"isLegacy\":true}", 404, "version-missing")]
    [InlineData("{\"versions\":[\"1.0.0\",\"x\"],\"isLegacy\":true}", 404, "version-missing")]
    [InlineData("{\"isLegacy\":true}", 400, "deprecation-versions")]
    [InlineData("{\"versions\":[],\"isLegacy\":true}", 400, "deprecation-versions")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isOther\":true}", 400, "deprecation-message")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"message\":\"why\"}", 400, "deprecation-reason")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"alternatePackageId\":\"../x\"}", 400, "deprecation-alternate")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"alternatePackageId\":\"A\",\"alternatePackageVersion\":\"new\"}", 400, "deprecation-alternate")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"alternatePackageVersion\":\"2.0.0\"}", 400, "deprecation-alternate")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"alternatePackageId\":\"old.tool\"}", 400, "deprecation-alternate")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"alternatePackageId\":\"old.tool\",\"alternatePackageVersion\":\"1.0\"}", 400, "deprecation-alternate")]
    [InlineData("{\"versions\":[1],\"isLegacy\":true}", 400, "deprecation-body")]
    [InlineData("{\"versions\":{},\"isLegacy\":true}", 400, "deprecation-body")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":\"yes\"}", 400, "deprecation-body")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"listedVerb\":\"hide\"}", 400, "deprecation-body")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"listedVerb\":7}", 400, "deprecation-body")]
    [InlineData("{\"versions\":[\"1.0.0\"],\"isLegacy\":true,\"message\":\"\\ud800\"}", 400, "deprecation-body")]
    [InlineData("[]", 400, "deprecation-body")]
    [InlineData("", 400, "deprecation-body")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}", 400, "deprecation-body")]
    public async Task What_it_cannot_mean_is_refused_and_changes_nothing(string json, int status, string code)
    {
        string before = await TraceAsync();
        using StringContent body = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await world.SendAsync(world.Keys["owner"], "Old.Tool", body);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, await CodeAsync(answer));
        Assert.Equal(before, await TraceAsync());
    }

    [Fact]
    public async Task Too_much_is_refused_before_it_is_read_into_memory()
    {
        using ByteArrayContent body = new(new byte[(1 << 20) + 1]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage answer = await world.SendAsync(world.Keys["owner"], "Old.Tool", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using HttpResponseMessage long1001 = await world.DeprecateAsync(
            world.Keys["owner"], "Old.Tool", new { versions = (string[])["1.0.0"], isLegacy = true, message = new string('x', 1_001) });
        Assert.Equal("deprecation-message", await CodeAsync(long1001));
        using HttpResponseMessage many = await world.DeprecateAsync(
            world.Keys["owner"], "Old.Tool", new { versions = Enumerable.Repeat("1.0.0", 5_001), isLegacy = true });
        Assert.Equal("deprecation-versions", await CodeAsync(many));
    }

    private static void AssertSaid(JsonElement deprecation)
    {
        Assert.Equal(["Legacy", "CriticalBugs", "Other"], deprecation.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("Moved\nto New.Tool.", deprecation.GetProperty("message").GetString());
        Assert.Equal("New.Tool", deprecation.GetProperty("alternatePackage").GetProperty("id").GetString());
        Assert.Equal("[3.1.0, )", deprecation.GetProperty("alternatePackage").GetProperty("range").GetString());
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return problem.RootElement.GetProperty("code").GetString();
    }

    private async Task<JsonElement[]> ChangesAsync(string id) =>
        [.. (await world.ReadAsync("/v3/catalog/page0.json")).GetProperty("items").EnumerateArray().Where(c => c.GetProperty("nuget:id").GetString() == id)];

    private Task<List<string>> LogAsync(string lowerId) => world.Gallery.RowsAsync<string>(
        "SELECT type || ' ' || lower_version FROM log WHERE package_lower_id = @lowerId ORDER BY sequence", new { lowerId });

    // Uses are written a moment after the answer.
    private async Task<List<string>> UsesAsync(string id)
    {
        List<string> uses = [];
        for (int tries = 0; tries < 300 && uses.Count == 0; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            uses = await world.Gallery.RowsAsync<string>(
                "SELECT action || ' ' || package || ' ' || result FROM api_key_uses WHERE action = 'deprecate' AND lower(package) = @id", new { id });
        }

        return uses;
    }

    private async Task<string> TraceAsync() => string.Join('\n', await world.Gallery.RowsAsync<string>(
        "SELECT p.lower_id || v.lower_version || v.listed || v.changed_at || coalesce(v.deprecation, '') FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'old.tool' ORDER BY 1"));
}
