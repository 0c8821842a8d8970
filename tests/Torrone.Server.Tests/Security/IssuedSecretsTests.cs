using System.Text;
using System.Text.Json;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Security;

/// <summary>Makes keys in every way, uses and loses them in every way, and then looks for them everywhere but where they were shown once.</summary>
public sealed class IssuedSecretsTests
{
    private static readonly string[] Walked =
    [
        "/", "/account", "/account/apikeys", "/account/apikeys?state=revoked", "/account/security-log", "/account/security-log?handler=Csv", "/account/sessions",
        "/admin/users", "/admin/keys", "/admin/audit", "/admin/audit?handler=Csv", "/admin/mail", "/admin/policies", "/packages/Contoso.Secrets",
    ];

    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_issued_secret_is_found_anywhere_after_a_full_run()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Logging__LogLevel__Default"] = "Trace" });
        ServerProcess server = gallery.Server;
        (await server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password + "\n")).Succeeded();
        _secrets["password"] = Password;
        _secrets["from the command line"] = await server.CreateKeyAsync("ada", "push,unlist", "Contoso.*");
        _secrets["that manages keys"] = await server.CreateKeyAsync("ada", "push,manage-keys", "*");
        using PageClient browser = new(server.Address);
        await SignInAsync(browser, "ada");
        _secrets["session"] = browser.Cookies.GetAllCookies().Single(c => c.Name == "torrone-session").Value;
        _secrets["from the form"] = (await browser.SubmitAsync(KeyPages.Create, KeyPages.Fields())).Secret() ?? throw new InvalidOperationException("No key was shown.");

        await UseAsync(gallery);
        await UseApiAsync(server);
        await browser.SubmitAsync("/admin/keys", new Dictionary<string, string> { ["found"] = _secrets["from the form"] }, "handler=Find");
        await LoseAsync(server);

        List<(string Where, string Text)> places = await PlacesAsync(gallery, browser);
        Assert.True(places.Count > 40, $"Only {places.Count} places were looked into.");
        foreach ((string name, string secret) in _secrets)
        {
            // What makes the key a key; its beginning stands in lists.
            string core = secret.StartsWith("tr", StringComparison.Ordinal) && secret.Length == 46 ? secret[12..] : secret;
            Assert.All(places, place => Assert.False(place.Text.Contains(core, StringComparison.Ordinal), $"The secret {name} stands in {place.Where}."));
        }

        Assert.True(_secrets.Count >= 7, string.Join(", ", _secrets.Keys));
        Assert.Contains(places, p => p.Where == "output" && p.Text.Contains("dbug", StringComparison.Ordinal));
        Assert.Contains(places, p => p.Text.Contains(_secrets["from the form"][8..12], StringComparison.Ordinal));
    }

    private async Task UseAsync(Gallery gallery)
    {
        byte[] package = new PackageBuilder("Contoso.Secrets").Build();
        foreach (string key in (string[])[_secrets["from the command line"], _secrets["from the form"], _secrets["that manages keys"]])
        {
            using HttpResponseMessage pushed = await gallery.PushAsync(key, package, "session-1");
            using HttpResponseMessage refused = await gallery.PushAsync(key, new PackageBuilder("Fabrikam.Other").Build());
            using HttpResponseMessage broken = await gallery.PushAsync(key, [1, 2, 3]);
            using HttpResponseMessage unlisted = await gallery.UnlistAsync(key, "Contoso.Secrets", "1.0.0");
            using HttpRequestMessage basic = new(HttpMethod.Get, new Uri(gallery.Server.Address, "/v3/index.json"));
            basic.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:" + key)));
            using HttpResponseMessage read = await gallery.Server.Client.SendAsync(basic, Now);
        }
    }

    private async Task UseApiAsync(ServerProcess server)
    {
        string manager = _secrets["that manages keys"];
        using JsonDocument made = await CallAsync(server, HttpMethod.Post, "/api/v1/keys", manager,
            """{"name":"Child","actions":["push"],"patterns":["Contoso.*"],"lifetimeDays":1}""");
        _secrets["made by a key"] = made.RootElement.GetProperty("secret").GetString()!;
        string id = made.RootElement.GetProperty("key").GetProperty("id").GetString()!;
        using JsonDocument rotated = await CallAsync(server, HttpMethod.Post, $"/api/v1/keys/{id}/rotate", manager, """{"overlapHours":1}""");
        _secrets["rotated"] = rotated.RootElement.GetProperty("secret").GetString()!;
        using JsonDocument shown = await CallAsync(server, HttpMethod.Get, "/api/v1/keys/current", _secrets["rotated"], null);
        using JsonDocument verify = await CallAsync(server, HttpMethod.Post, "/api/v2/package/create-verification-key/Contoso.Secrets/1.0.0", _secrets["from the command line"], null);
        _secrets["for verification"] = verify.RootElement.GetProperty("Key").GetString()!;
    }

    private async Task LoseAsync(ServerProcess server)
    {
        using HttpRequestMessage report = new(HttpMethod.Post, new Uri(server.Address, "/api/v1/keys/leaked"));
        report.Content = new StringContent(JsonSerializer.Serialize(new { keys = new[] { _secrets["from the form"], _secrets["rotated"] } }), Encoding.UTF8, "application/json");
        using HttpResponseMessage reported = await server.Client.SendAsync(report, Now);
        Assert.Equal(202, (int)reported.StatusCode);
        using HttpRequestMessage giveBack = new(HttpMethod.Delete, new Uri(server.Address, "/api/v1/keys/current"));
        giveBack.Headers.Add("X-NuGet-ApiKey", _secrets["from the command line"]);
        using HttpResponseMessage given = await server.Client.SendAsync(giveBack, Now);
        Assert.Equal(204, (int)given.StatusCode);
    }

    private static async Task<JsonDocument> CallAsync(ServerProcess server, HttpMethod method, string path, string key, string? body)
    {
        using HttpRequestMessage request = new(method, new Uri(server.Address, path));
        request.Headers.Add("X-NuGet-ApiKey", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Client.SendAsync(request, Now);
        string text = await answer.Content.ReadAsStringAsync(Now);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }

    private static async Task<List<(string Where, string Text)>> PlacesAsync(Gallery gallery, PageClient browser)
    {
        List<(string, string)> places = [];
        foreach (string page in Walked)
        {
            PageAnswer answer = await browser.FollowAsync(page);
            places.Add(($"the page {page}", answer.Html + string.Join('\n', answer.Headers.Values)));
        }

        foreach (string id in await gallery.RowsAsync<string>("SELECT public_id FROM api_keys"))
        {
            places.Add(("a key's page", (await browser.GetAsync($"/account/apikeys/{id}")).Html));
        }

        foreach (string table in await gallery.RowsAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        {
            List<IDictionary<string, object>> rows = [.. (await gallery.RowsAsync<dynamic>($"SELECT * FROM {table}")).Cast<IDictionary<string, object>>()];
            places.Add(($"the table {table}", string.Join('\n', rows.SelectMany(r => r.Values).Select(v => v as string ?? (v is byte[] b ? Encoding.Latin1.GetString(b) : "")))));
        }

        // Stopped, so that everything that was noted is written.
        await gallery.Server.StopAsync();
        places.Add(("output", gallery.Server.Output));
        foreach (string file in Directory.EnumerateFiles(gallery.Server.DataFolder, "*", SearchOption.AllDirectories))
        {
            places.Add(($"the file {Path.GetFileName(file)}", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Now))));
        }

        return places;
    }
}
