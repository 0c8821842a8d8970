using System.Text.Json;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Advisories;

/// <summary>A gallery with packages and an administrator, into which advisories are imported by the command line or the pages.</summary>
public sealed class AdvisoryWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private int _followed;

    private AdvisoryWorld(Gallery gallery) => Gallery = gallery;

    public Gallery Gallery { get; }

    private string Key { get; set; } = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static async Task<AdvisoryWorld> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        Gallery gallery = await Gallery.StartAsync(settings);
        return new AdvisoryWorld(gallery) { Key = await gallery.KeyAsync(await gallery.PersonAsync("nia"), ["push"], ["*"]) };
    }

    public async ValueTask DisposeAsync()
    {
        await Gallery.DisposeAsync();
        _folder.Dispose();
    }

    public async Task PushAsync(string id, params string[] versions)
    {
        foreach (string version in versions)
        {
            using HttpResponseMessage answer = await Gallery.PushAsync(Key, new PackageBuilder(id, version).Build());
            Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
        }
    }

    public string Write(string name, string content)
    {
        string path = _folder.Under(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Imports beside the running server, and waits until the server knows of it.</summary>
    public async Task<CommandResult> ImportAsync(string json)
    {
        CommandResult result = await Gallery.Server.CommandAsync(["advisories", "import", Write("some.json", json)]);
        await CaughtUpAsync();
        return result;
    }

    public async Task<CommandResult> CommandAsync(params string[] arguments)
    {
        CommandResult result = await Gallery.Server.CommandAsync(["advisories", .. arguments]);
        await CaughtUpAsync();
        return result;
    }

    /// <summary>The server follows the log by a poll; whoever pushes to it hears when everything up to the push has been followed.</summary>
    public Task CaughtUpAsync() => PushAsync("Follow.Log", $"1.0.{_followed++}");

    public async Task<JsonElement> ReadAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(await Gallery.Server.Client.GetStringAsync(new Uri(Gallery.Server.Address, path), Now));
        return document.RootElement.Clone();
    }

    /// <summary>What the registration says: by version, addresses and severities; versions without any are left out.</summary>
    public async Task<string> RegistrationAsync(string lowerId) => string.Join("; ",
        (await ReadAsync($"/v3/registration-gz-semver2/{lowerId}/index.json")).GetProperty("items").EnumerateArray()
            .SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("catalogEntry"))
            .Where(e => e.TryGetProperty("vulnerabilities", out _))
            .Select(e => $"{e.GetProperty("version").GetString()}: " + string.Join(", ", e.GetProperty("vulnerabilities").EnumerateArray()
                .Select(v => $"{v.GetProperty("advisoryUrl").GetString()!.Split('/')[^1]} {v.GetProperty("severity").GetString()}"))));

    /// <summary>What search says of the newest version.</summary>
    public async Task<string> SearchAsync(string id) => string.Join(", ",
        (await ReadAsync($"/v3/search?q=packageid:{id}&prerelease=true&semVerLevel=2.0.0")).GetProperty("data").EnumerateArray().Single()
            .GetProperty("vulnerabilities").EnumerateArray().Select(v => $"{v.GetProperty("advisoryUrl").GetString()!.Split('/')[^1]} {v.GetProperty("severity").GetInt32()}"));

    public static string Osv(string identifier, string package, string events, string severity = "HIGH", string modified = "2026-01-01T00:00:00Z",
        string aliases = "", string more = "") =>
        $$"""
        {"id":"{{identifier}}","modified":"{{modified}}","aliases":[{{aliases}}],"summary":"About {{package}}",{{more}}"database_specific":{"severity":"{{severity}}"},
         "affected":[{"package":{"ecosystem":"NuGet","name":"{{package}}"},"ranges":[{"type":"ECOSYSTEM","events":{{events}}}]}]}
        """;
}
