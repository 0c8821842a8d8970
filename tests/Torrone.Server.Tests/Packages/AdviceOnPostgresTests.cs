using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Server.Tests.Data;
using Torrone.Server.Tests.Packages.Advisories;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>Advisories, deprecation, reports, the catalog and V2 on a real PostgreSQL.</summary>
public sealed class AdviceOnPostgresTests(Engines engines) : IAsyncLifetime
{
    private AdvisoryWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await AdvisoryWorld.StartAsync(new Dictionary<string, string?> { ["Torrone__Database"] = await engines.NewPostgresAsync() });
        await _world.PushAsync("Weak.Tool", "1.0.0", "1.1.0", "2.0.0");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Advisories_are_imported_told_of_replaced_found_and_removed()
    {
        string weak = AdvisoryWorld.Osv("GHSA-1111-2222-3333", "Weak.Tool", """[{"introduced":"0"},{"fixed":"1.1.0"}]""", aliases: "\"CVE-2026-1\"");
        Assert.Contains("new 1, changed 0", (await _world.ImportAsync(weak)).Output, StringComparison.Ordinal);
        Assert.Equal("1.0.0: GHSA-1111-2222-3333 2", await _world.RegistrationAsync("weak.tool"));
        Assert.Contains("known already 1", (await _world.ImportAsync(weak)).Output, StringComparison.Ordinal);
        string later = AdvisoryWorld.Osv("GHSA-1111-2222-3333", "Weak.Tool", """[{"introduced":"0"}]""", "CRITICAL", "2026-05-01T00:00:00Z");
        Assert.Contains("changed 1", (await _world.ImportAsync(later)).Output, StringComparison.Ordinal);
        Assert.Equal("GHSA-1111-2222-3333 3", await _world.SearchAsync("Weak.Tool"));
        Assert.Equal(1, (await _world.ReadAsync("/v3/vulnerabilities/page0.json")).GetProperty("weak.tool").GetArrayLength());
        Assert.Matches("GHSA-1111-2222-3333 +critical +counts +Weak.Tool", (await _world.CommandAsync("list", "--find", "weak", "--here")).Output);
        Assert.Contains("known vulnerability", (await ReadPageAsync("/packages/Weak.Tool/1.0.0")).MainText, StringComparison.Ordinal);
        Assert.Equal(0, (await _world.CommandAsync("remove", "GHSA-1111-2222-3333")).ExitCode);
        Assert.Equal("", await _world.RegistrationAsync("weak.tool"));
    }

    [Fact]
    public async Task Versions_are_deprecated_and_the_catalog_and_V2_tell_of_every_change()
    {
        string key = await _world.Gallery.KeyAsync((await _world.Gallery.RowsAsync<long>("SELECT principal_id FROM users")).Single(), ["unlist"], ["*"]);
        using HttpRequestMessage deprecate = new(HttpMethod.Put, new Uri("/api/v2/package/Weak.Tool/deprecations", UriKind.Relative))
        {
            Content = JsonContent.Create(new { versions = (string[])["1.0.0", "1.1.0"], isLegacy = true, listedVerb = "Unlist" }),
            Headers = { { "X-NuGet-ApiKey", key } },
        };
        using HttpResponseMessage answer = await _world.Gallery.Server.Client.SendAsync(deprecate, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        JsonElement[] entries = [.. (await _world.ReadAsync("/v3/registration-gz-semver2/weak.tool/index.json")).GetProperty("items")[0].GetProperty("items")
            .EnumerateArray().Select(i => i.GetProperty("catalogEntry"))];
        Assert.Equal([true, true, false], entries.Select(e => e.TryGetProperty("deprecation", out _)));
        Assert.Equal([false, false, true], entries.Select(e => e.GetProperty("listed").GetBoolean()));
        JsonElement page = Assert.Single((await _world.ReadAsync("/v3/catalog/index.json")).GetProperty("items").EnumerateArray());
        JsonElement[] changes = [.. (await _world.ReadAsync(page.GetProperty("@id").GetString()!)).GetProperty("items").EnumerateArray()];
        // Three pushes; for each of two versions that it is deprecated, and that it is unlisted.
        Assert.Equal(7, changes.Length);
        JsonElement leaf = await _world.ReadAsync(entries[0].GetProperty("@id").GetString()!);
        Assert.Equal("Legacy", leaf.GetProperty("deprecation").GetProperty("reasons")[0].GetString());
        Assert.False(leaf.GetProperty("listed").GetBoolean());

        string atom = await _world.Gallery.Server.Client.GetStringAsync(
            new Uri("/api/v2/Search()?searchTerm='weak'&$filter=IsLatestVersion&includePrerelease=false&$inlinecount=allpages", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("<d:NormalizedVersion>2.0.0</d:NormalizedVersion>", atom, StringComparison.Ordinal);
        Assert.Contains("<m:count>1</m:count>", atom, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_kept()
    {
        await _world.Gallery.ExecuteAsync("UPDATE users SET is_admin = 1");
        using PageClient visitor = new(_world.Gallery.Server.Address);
        PageAnswer sent = await visitor.SubmitAsync("/packages/Weak.Tool/1.0.0/report",
            new Dictionary<string, string> { ["Input.Reason"] = "other", ["Input.Message"] = "Twenty characters and more." });
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        Assert.Equal(["other"], await _world.Gallery.RowsAsync<string>("SELECT reason FROM package_reports WHERE closed_at IS NULL"));
    }

    private async Task<PageAnswer> ReadPageAsync(string path)
    {
        using PageClient visitor = new(_world.Gallery.Server.Address);
        return await visitor.GetAsync(path);
    }
}
