using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>What the real client says of packages that are weak or deprecated, when only this gallery is asked.</summary>
public sealed class AuditTests(ClientGallery gallery) : IClassFixture<ClientGallery>, IDisposable
{
    private static readonly (string Id, string Severity, string Code)[] Weak =
        [("Audit.Low", "LOW", "NU1901"), ("Audit.Moderate", "MODERATE", "NU1902"), ("Audit.High", "HIGH", "NU1903"), ("Audit.Critical", "CRITICAL", "NU1904")];

    private readonly DotnetClient _client = new(gallery.Server.Source);

    [Fact]
    public async Task Restore_and_list_warn_by_what_an_administrator_imported_and_owners_said()
    {
        await PushAsync("Audit.Clean", "1.0.0");
        foreach ((string id, _, _) in Weak)
        {
            await PushAsync(id, "1.0.0");
        }

        // One direct reference is clean itself and brings a weak one along.
        await PushAsync("Audit.Front", "1.0.0", "Audit.Critical");
        _client.Set("NuGetAudit", "true");
        WriteApp(["Audit.Clean", "Audit.Low", "Audit.Moderate", "Audit.High", "Audit.Front"]);
        CommandResult unknowing = (await _client.RunAsync(["restore", "-p:NuGetAuditMode=all"], "app")).Succeeded();
        Assert.DoesNotContain("NU190", unknowing.Output, StringComparison.Ordinal);

        string file = _client.Write("advisories.json", "[" + string.Join(',', Weak.Select(w => $$"""
            {"id":"GHSA-{{w.Code}}","modified":"2026-01-01T00:00:00Z","summary":"x","database_specific":{"severity":"{{w.Severity}}"},
             "affected":[{"package":{"ecosystem":"NuGet","name":"{{w.Id}}"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]}]}
            """)) + "]");
        (await gallery.Server.CommandAsync(["advisories", "import", file])).Succeeded();
        await KnownAsync(page => page.Contains("audit.critical", StringComparison.Ordinal));
        _client.EmptyCaches();
        CommandResult warned = (await _client.RunAsync(["restore", "--force", "-p:NuGetAuditMode=all"], "app")).Succeeded();
        Assert.All(Weak, w => Assert.Contains($"warning {w.Code}: Package '{w.Id}' 1.0.0 has a known {w.Severity.ToLowerInvariant()} severity vulnerability, https://github.com/advisories/GHSA-{w.Code}",
            warned.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("'Audit.Clean'", warned.Output, StringComparison.Ordinal);
        CommandResult direct = (await _client.RunAsync(["restore", "--force", "-p:NuGetAuditMode=direct", "-p:NuGetAuditLevel=high"], "app")).Succeeded();
        Assert.Equal(["NU1903"], Weak.Select(w => w.Code).Where(c => direct.Output.Contains(c, StringComparison.Ordinal)));

        JsonElement vulnerable = await ListAsync("--vulnerable", "--include-transitive");
        Assert.Equal(["Audit.Critical Critical", "Audit.High High", "Audit.Low Low", "Audit.Moderate Moderate"], Packages(vulnerable)
            .Select(p => $"{p.GetProperty("id").GetString()} {p.GetProperty("vulnerabilities")[0].GetProperty("severity").GetString()}").Order(StringComparer.Ordinal));

        using HttpRequestMessage deprecate = new(HttpMethod.Put, new Uri("/api/v2/package/Audit.Low/deprecations", UriKind.Relative))
        {
            Content = JsonContent.Create(new
            {
                versions = (string[])["1.0.0"], isLegacy = true, hasCriticalBugs = true, alternatePackageId = "Audit.Clean", alternatePackageVersion = "1.0.0",
            }),
        };
        deprecate.Headers.Add("X-NuGet-ApiKey", gallery.Key);
        using HttpResponseMessage answer = await gallery.Server.Client.SendAsync(deprecate, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
        // The client keeps what it has read of a package for half an hour.
        Directory.Delete(_client.Under("http-cache"), recursive: true);
        JsonElement old = Assert.Single(Packages(await ListAsync("--deprecated")));
        Assert.Equal("Audit.Low", old.GetProperty("id").GetString());
        Assert.Equal(["Legacy", "CriticalBugs"], old.GetProperty("deprecationReasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("Audit.Clean", old.GetProperty("alternativePackage").GetProperty("id").GetString());
        Assert.Equal(">= 1.0.0", old.GetProperty("alternativePackage").GetProperty("versionRange").GetString());

        // What is taken back is taken back for clients, too; an empty page is no error for them.
        (await gallery.Server.CommandAsync(["advisories", "remove", .. Weak.Select(w => "GHSA-" + w.Code)])).Succeeded();
        await KnownAsync(page => page == "{}");
        _client.EmptyCaches();
        CommandResult clean = (await _client.RunAsync(["restore", "--force", "-p:NuGetAuditMode=all"], "app")).Succeeded();
        Assert.DoesNotContain("NU190", clean.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private async Task PushAsync(string id, string version, string? needs = null)
    {
        PackageBuilder package = new PackageBuilder(id, version).Framework("net10.0");
        string path = _client.Under($"{id}.nupkg");
        await File.WriteAllBytesAsync(path, (needs is null ? package : package.Dependency(needs, "1.0.0", "net10.0")).Build(), TestContext.Current.CancellationToken);
        using HttpRequestMessage push = new(HttpMethod.Put, new Uri("/api/v2/package", UriKind.Relative)) { Content = new ByteArrayContent(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)) };
        push.Headers.Add("X-NuGet-ApiKey", gallery.Key);
        using HttpResponseMessage answer = await gallery.Server.Client.SendAsync(push, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
    }

    private void WriteApp(string[] references) => _client.Write("app/app.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>{string.Concat(references.Select(r => $"<PackageReference Include=\"{r}\" Version=\"1.0.0\" />"))}</ItemGroup>
        </Project>
        """);

    private async Task<JsonElement> ListAsync(params string[] what)
    {
        CommandResult list = (await _client.RunAsync(["package", "list", .. what, "--format", "json"], "app")).Succeeded();
        using JsonDocument document = JsonDocument.Parse(list.Output);
        return document.RootElement.Clone();
    }

    private static IEnumerable<JsonElement> Packages(JsonElement list) => list.GetProperty("projects")[0].GetProperty("frameworks").EnumerateArray()
        .SelectMany(f => ((string[])["topLevelPackages", "transitivePackages"]).SelectMany(k => f.TryGetProperty(k, out JsonElement all) ? all.EnumerateArray().ToArray() : []));

    // The command wrote beside the server, which follows by a poll.
    private async Task KnownAsync(Func<string, bool> known)
    {
        for (int tries = 0; tries < 600; tries++)
        {
            using HttpResponseMessage answer = await gallery.Server.Client.GetAsync(new Uri("/v3/vulnerabilities/page0.json", UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode && known(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail("The server never heard of the change.");
    }
}
