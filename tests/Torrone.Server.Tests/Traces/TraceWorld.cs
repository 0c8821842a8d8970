using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.Traces;

/// <summary>
/// A gallery with what the clients of other worlds keep in one: PowerShell modules and scripts, programs for Windows, and a library in
/// more versions than any client reads at once. The requests of the tests are those that the clients' public sources build.
/// </summary>
public sealed class TraceWorld : IAsyncLifetime
{
    public const string Many = "Sweet.Many";
    public const int ManyVersions = 140;

    public Gallery Gallery { get; private set; } = null!;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Gallery = await Gallery.StartAsync();
        string key = await Gallery.KeyAsync(await Gallery.PersonAsync("ada"), ["push", "unlist"], ["*"]);
        PackageBuilder[] packages =
        [
            Module("Almond.Shell", "1.0.0"), Module("Almond.Shell", "1.2.0").Dependency("Honey.Shell", "[1.0.0, )"), Module("Almond.Shell", "1.10.0"),
            Module("Almond.Shell", "2.0.0-beta1"), Module("Honey.Shell", "1.0.0.5"), Script("Chop.Almonds", "1.0.0"),
            Program("almondcutter", "3.1.0").Dependency("almondcutter.install", "[3.1.0]"), Program("almondcutter.install", "3.1.0"),
            Program("almondcutter", "3.2.0-rc"), Program("honeypot", "0.9.0"),
            .. Enumerable.Range(0, ManyVersions).Select(n => new PackageBuilder(Many, $"1.{n}.0").Metadata("projectUrl", "https://sweet.example/many")
                .Metadata("repository", "", ("type", "git"), ("url", "https://git.sweet.example/many.git"))),
        ];
        foreach (PackageBuilder package in packages)
        {
            using HttpResponseMessage pushed = await Gallery.PushAsync(key, package.Build());
            Assert.True(pushed.StatusCode == HttpStatusCode.Created, $"{package.Id}: {pushed.ReasonPhrase}");
        }

        using HttpResponseMessage unlisted = await Gallery.UnlistAsync(key, "Almond.Shell", "1.0.0");
        Assert.Equal(HttpStatusCode.NoContent, unlisted.StatusCode);
    }

    public ValueTask DisposeAsync() => Gallery.DisposeAsync();

    /// <summary>A feed or an entry; the path stands behind /api/v2.</summary>
    public async Task<XElement> XmlAsync(string path)
    {
        using HttpResponseMessage answer = await Gallery.GetAsync("/api/v2" + path);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {answer.ReasonPhrase}: {path}");
        return XDocument.Parse(await answer.Content.ReadAsStringAsync(Now)).Root!;
    }

    public async Task<JsonElement> JsonAsync(string address)
    {
        using HttpResponseMessage answer = await Gallery.Server.Client.GetAsync(new Uri(Gallery.Server.Address, address), Now);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {answer.ReasonPhrase}: {address}");
        // Whatever the reader says it takes: one of the hives is always compressed.
        await using Stream body = await answer.Content.ReadAsStreamAsync(Now);
        await using Stream plain = answer.Content.Headers.ContentEncoding.Contains("gzip")
            ? new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress) : body;
        using JsonDocument document = await JsonDocument.ParseAsync(plain, cancellationToken: Now);
        return document.RootElement.Clone();
    }

    public async Task<string> TextAsync(string address) => await Gallery.Server.Client.GetStringAsync(new Uri(Gallery.Server.Address, address), Now);

    public async Task<HttpStatusCode> StatusAsync(string address)
    {
        using HttpResponseMessage answer = await Gallery.GetAsync(address);
        return answer.StatusCode;
    }

    /// <summary>A property of an entry; null where it is absent or marked as null.</summary>
    public static string? Property(XElement entry, string name) =>
        (entry.Name == M + "properties" ? entry : entry.Element(M + "properties")!).Element(D + name) is { } found
        && (string?)found.Attribute(M + "null") != "true" ? found.Value : null;

    public static string? NextOf(XElement feed) => (string?)feed.Elements(A + "link").SingleOrDefault(l => (string?)l.Attribute("rel") == "next")?.Attribute("href");

    private static PackageBuilder Module(string id, string version) => new PackageBuilder(id, version).Description($"The module {id}.")
        .Metadata("tags", "PSModule PSEdition_Core PSCommand_Get-Almond PSIncludes_Function nuts");

    private static PackageBuilder Script(string id, string version) => new PackageBuilder(id, version).Description("Chops.").Metadata("tags", "PSScript nuts");

    private static PackageBuilder Program(string id, string version) => new PackageBuilder(id, version).Description($"Installs {id}.")
        .Metadata("tags", "admin kitchen").Entry("tools/chocolateyInstall.ps1", "Write-Host 'installed'");
}
