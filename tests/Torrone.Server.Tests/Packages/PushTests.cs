using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>PUT /api/v2/package: everything that a good push does.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private Gallery _gallery = null!;
    private long _alice;
    private string _key = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gallery = await Gallery.StartAsync();
        _alice = await _gallery.PersonAsync("alice");
        _key = await _gallery.KeyAsync(_alice, ["push", "unlist"], ["*"]);
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    [Fact]
    public Task Of_eight_pushes_of_one_version_from_eight_sessions_one_is_taken_and_its_retry_is_again() => PushRace.RunAsync(_gallery, _key);

    [Fact]
    public async Task A_first_push_makes_rows_blob_log_owner_and_documents()
    {
        byte[] package = new PackageBuilder("Contoso.Json", "1.2.0").Readme("# Contoso").Build();
        using HttpResponseMessage pushed = await _gallery.PushAsync(_key, package);
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);

        Assert.Equal("alice", Assert.Single(await _gallery.RowsAsync<string>(
            "SELECT r.name FROM package_owners o JOIN packages p ON p.id = o.package_id JOIN principals r ON r.id = o.principal_id WHERE p.lower_id = 'contoso.json'")));
        string log = Assert.Single(await _gallery.RowsAsync<string>("SELECT type || ' ' || package_lower_id || ' ' || lower_version FROM log"));
        Assert.Equal("version.pushed contoso.json 1.2.0", log);
        byte[] sha512 = Assert.Single(await _gallery.RowsAsync<byte[]>("SELECT hash_pushed FROM versions"));
        Assert.Equal(SHA512.HashData(package), sha512);
        string blob = Convert.ToHexStringLower(SHA256.HashData(package));
        Assert.Equal(package, await File.ReadAllBytesAsync(
            Directory.EnumerateFiles(Path.Combine(_gallery.Server.DataFolder, "blobs"), blob, SearchOption.AllDirectories).Single(), Now));

        // Readable the moment the push has answered.
        Assert.Equal(["1.2.0"], (await Json("/v3-flatcontainer/contoso.json/index.json")).GetProperty("versions").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal(package, await (await _gallery.GetAsync("/v3-flatcontainer/contoso.json/1.2.0/contoso.json.1.2.0.nupkg")).Content.ReadAsByteArrayAsync(Now));
        Assert.Contains("<id>Contoso.Json</id>", await Text("/v3-flatcontainer/contoso.json/1.2.0/contoso.json.nuspec"), StringComparison.Ordinal);
        Assert.Equal("# Contoso", await Text("/v3-flatcontainer/contoso.json/1.2.0/readme"));
        foreach (string hive in (string[])["registration", "registration-gz", "registration-gz-semver2"])
        {
            JsonElement index = await Json($"/v3/{hive}/contoso.json/index.json");
            JsonElement leaf = index.GetProperty("items")[0].GetProperty("items")[0];
            Assert.Equal("1.2.0", leaf.GetProperty("catalogEntry").GetProperty("version").GetString());
            Assert.Equal($"{_gallery.Server.Address}v3-flatcontainer/contoso.json/1.2.0/contoso.json.1.2.0.nupkg", leaf.GetProperty("packageContent").GetString());
        }
    }

    [Fact]
    public async Task A_404_that_was_asked_before_the_push_is_gone_after_it()
    {
        const string path = "/v3-flatcontainer/late/index.json";
        Assert.Equal(HttpStatusCode.NotFound, (await _gallery.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gallery.GetAsync(path)).StatusCode);
        (await _gallery.PushAsync(_key, new PackageBuilder("Late", "1.0.0").Build())).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await _gallery.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_body_without_a_form_is_taken_too()
    {
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(_gallery.Server.Address, "/api/v2/package"))
        {
            Content = new ByteArrayContent(new PackageBuilder("Raw", "1.0.0").Build()),
        };
        request.Headers.Add("X-NuGet-ApiKey", _key);
        Assert.Equal(HttpStatusCode.Created, (await _gallery.Server.Client.SendAsync(request, Now)).StatusCode);
    }

    [Fact]
    public async Task Eight_pushes_of_one_version_at_once_give_one_201_and_seven_409()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => _gallery.PushAsync(_key, new PackageBuilder("Race", "1.0.0").Description($"try {i}").Build(), $"session-{i}")));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(1, Assert.Single(await _gallery.RowsAsync<long>("SELECT count(*) FROM log WHERE package_lower_id = 'race'")));
    }

    [Fact]
    public async Task The_clients_own_retry_is_201_again_and_changes_nothing()
    {
        byte[] package = new PackageBuilder("Retry", "1.0.0").Build();
        Assert.Equal(HttpStatusCode.Created, (await _gallery.PushAsync(_key, package, "s1")).StatusCode);
        string before = await _gallery.TraceAsync();
        Assert.Equal(HttpStatusCode.Created, (await _gallery.PushAsync(_key, package, "s1")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _gallery.PushAsync(_key, package, "s2")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _gallery.PushAsync(_key, package)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _gallery.PushAsync(_key, new PackageBuilder("Retry", "1.0.0").Description("other").Build(), "s1")).StatusCode);
        Assert.Equal(before, await _gallery.TraceAsync());
    }

    [Fact]
    public async Task A_key_near_its_end_says_so_in_a_warning_beside_the_success()
    {
        string old = await _gallery.KeyAsync(_alice, ["push"], ["*"], days: 20, daysAgo: 15);
        using HttpResponseMessage answer = await _gallery.PushAsync(old, new PackageBuilder("Warned", "1.0.0").Build());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Contains(answer.Headers.GetValues("X-NuGet-Warning"), w => w.Contains("expires", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unlisting_hides_relisting_shows_and_the_bytes_stay()
    {
        byte[] package = new PackageBuilder("Shy", "1.0.0").Build();
        (await _gallery.PushAsync(_key, package)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NoContent, (await _gallery.UnlistAsync(_key, "shy", "1.0")).StatusCode);
        Assert.False(await Listed("shy"));
        Assert.StartsWith("1900", await Published("shy"), StringComparison.Ordinal);
        Assert.Equal(package, await (await _gallery.GetAsync("/v3-flatcontainer/shy/1.0.0/shy.1.0.0.nupkg")).Content.ReadAsByteArrayAsync(Now));
        Assert.Equal(HttpStatusCode.NoContent, (await _gallery.UnlistAsync(_key, "Shy", "1.0.0")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _gallery.RelistAsync(_key, "Shy", "1.0.0")).StatusCode);
        Assert.True(await Listed("shy"));
        Assert.Equal(["version.pushed", "version.unlisted", "version.listed"],
            await _gallery.RowsAsync<string>("SELECT type FROM log WHERE package_lower_id = 'shy' ORDER BY sequence"));
    }

    private async Task<bool> Listed(string id) => Entry(await Json($"/v3/registration/{id}/index.json")).GetProperty("listed").GetBoolean();

    private async Task<string?> Published(string id) => Entry(await Json($"/v3/registration/{id}/index.json")).GetProperty("published").GetString();

    private static JsonElement Entry(JsonElement index) => index.GetProperty("items")[0].GetProperty("items")[0].GetProperty("catalogEntry");

    private async Task<JsonElement> Json(string path) => await _gallery.Server.Client.GetFromJsonAsync<JsonElement>(new Uri(_gallery.Server.Address, path), Now);

    private async Task<string> Text(string path) => await (await _gallery.GetAsync(path)).Content.ReadAsStringAsync(Now);
}
