using System.Net.Http.Json;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using Repository = NuGet.Protocol.Core.Types.Repository;

namespace Torrone.Client.Tests.Library;

/// <summary>
/// A gallery as the SDK's own NuGet.Protocol sees it: one package in more versions than a registration index holds inline, one with a
/// README and everything that a manifest may say, a tool, prereleases, an unlisted version, and one that is weak and deprecated.
/// </summary>
public sealed class LibraryGallery : IAsyncLifetime
{
    public const string Many = "Marzipan.Many";
    public const int ManyVersions = 130;
    public const string Weak = "Pepper.Weak";
    public const string Full = "Marzipan.Full";
    public const string Readme = "# Full\n\nEverything that a manifest may say.";

    private ClientGallery _gallery = null!;
    private DotnetClient _client = null!;

    public ServerProcess Server => _gallery.Server;

    /// <summary>SHA-256 of the file of version 1.5.0, in hexadecimal.</summary>
    public string FullHash { get; private set; } = "";

    private SourceRepository Source { get; set; } = null!;

    /// <summary>Asks the gallery each time.</summary>
    public static SourceCacheContext Fresh => new() { NoCache = true, DirectDownload = true };

    public async ValueTask InitializeAsync()
    {
        _gallery = new ClientGallery();
        await _gallery.InitializeAsync();
        _client = new DotnetClient(Server.Source);
        // What the library keeps on disk belongs to this run.
        Environment.SetEnvironmentVariable("NUGET_HTTP_CACHE_PATH", _client.Under("library-cache"));
        string folder = _client.Under("all");
        for (int minor = 0; minor < ManyVersions; minor++)
        {
            Shelf.Write(folder, new PackageBuilder(Many, $"1.{minor}.0"));
        }

        Shelf.Write(folder, new PackageBuilder(Full, "1.0.0").Framework("net8.0"));
        Shelf.Write(folder, new PackageBuilder(Full, "2.0.0-beta.1").Framework("net8.0"));
        string full = Shelf.Write(folder, new PackageBuilder(Full, "1.5.0").Authors("Ada, Grace").Description("Says everything.").Readme(Readme).Icon()
            .LicenseExpression("MIT OR Apache-2.0").Metadata("title", "Marzipan, full").Metadata("tags", "sweet almond")
            .Metadata("projectUrl", "https://marzipan.example/").Metadata("releaseNotes", "Sweeter.").Metadata("requireLicenseAcceptance", "true")
            .Framework("net8.0").Dependency(Many, "[1.2.0, 2.0.0)", "net8.0").Dependency("Marzipan.Absent", "3.1.4", "netstandard2.0"));
        FullHash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(full)));
        Shelf.Write(folder, new PackageBuilder("Marzipan.Cutter").Type("DotnetTool"));
        Shelf.Write(folder, new PackageBuilder(Weak, "1.0.0"));
        Shelf.Write(folder, new PackageBuilder(Weak, "2.0.0"));
        (await _client.PushAsync(Path.Combine(folder, "*.nupkg"), _gallery.Key)).Succeeded();
        await AdviseAsync();
        Source = Repository.Factory.GetCoreV3(new PackageSource(Server.Source) { AllowInsecureConnections = true });
        PackageUpdateResource publish = await ResourceAsync<PackageUpdateResource>();
        await publish.Delete(Many, "1.7.0", _ => _gallery.Key, _ => true, false, true, NullLogger.Instance);
    }

    /// <summary>What the library makes of the service index for such questions.</summary>
    public async Task<T> ResourceAsync<T>()
        where T : class, INuGetResource
    {
        T? resource = await Source.GetResourceAsync<T>(TestContext.Current.CancellationToken);
        Assert.NotNull(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        await _gallery.DisposeAsync();
        _client.Dispose();
    }

    // Before the library reads the service index, which it then keeps.
    private async Task AdviseAsync()
    {
        string file = _client.Write("advisory.json", $$"""
            {"id":"GHSA-pppp-eeee-rrrr","modified":"2026-01-01T00:00:00Z","summary":"Too hot.","database_specific":{"severity":"HIGH"},
             "affected":[{"package":{"ecosystem":"NuGet","name":"{{Weak}}"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]}]}
            """);
        (await Server.CommandAsync(["advisories", "import", file])).Succeeded();
        using HttpRequestMessage deprecate = new(HttpMethod.Put, new Uri($"/api/v2/package/{Weak}/deprecations", UriKind.Relative))
        {
            Content = JsonContent.Create(new
            {
                versions = (string[])["1.0.0"], isLegacy = true, hasCriticalBugs = true, alternatePackageId = Full, message = "Take something milder.",
            }),
        };
        deprecate.Headers.Add("X-NuGet-ApiKey", _gallery.Key);
        using HttpResponseMessage answer = await Server.Client.SendAsync(deprecate);
        Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
        // The command wrote beside the server, which hears of it a moment later.
        for (int tries = 0; tries < 600 && !(await Server.Client.GetStringAsync(new Uri(Server.Source))).Contains("VulnerabilityInfo", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100);
        }
    }
}
