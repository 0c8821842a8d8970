using System.Net.Http.Headers;
using System.Text;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Contract;

/// <summary>A gallery that is the same each time: under one address, with packages that have something of everything documents tell of.</summary>
public sealed class ContractGallery : IAsyncLifetime
{
    public const string Site = "https://gallery.example/nuget";

    // A redirect is an answer of its own.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public Gallery Gallery { get; private set; } = null!;

    /// <summary>May push and unlist Contoso.* alone.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Like <see cref="Key"/>, and not used for anything.</summary>
    public string UnusedKey { get; private set; } = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__PublicUrl"] = Site });
        long ada = await Gallery.PersonAsync("ada");
        Key = await Gallery.KeyAsync(ada, ["push", "unlist"], ["Contoso.*"]);
        UnusedKey = await Gallery.KeyAsync(ada, ["push"], ["Contoso.*"]);
        await PushAsync(Full("1.0.0"));
        await PushAsync(Full("1.1.0"));
        await PushAsync(Full("2.0.0-beta.1+build"));
        await PushAsync(new PackageBuilder("Contoso.Tool", "3.0.0").Type("DotnetTool").Framework("net8.0"));
        await PushAsync(new PackageBuilder("Contoso.Many", "1.0.0"));
        await SucceedAsync(await Gallery.UnlistAsync(Key, "Contoso.Json", "1.1.0"));
        await SucceedAsync(await SendAsync(HttpMethod.Put, "/api/v2/package/Contoso.Json/deprecations", request =>
        {
            request.Headers.Add("X-NuGet-ApiKey", Key);
            request.Content = new StringContent(
                """{"versions":["1.0.0"],"isLegacy":true,"isOther":true,"alternatePackageId":"Contoso.Tool","message":"Use the tool."}""",
                Encoding.UTF8, "application/json");
        }));
        await CopyManyAsync();
        await ImportAdvisoryAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return Gallery.DisposeAsync();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage>? change = null)
    {
        HttpRequestMessage request = new(method, new Uri(Gallery.Server.Address, path));
        change?.Invoke(request);
        return _client.SendAsync(request, Now);
    }

    /// <summary>The body of a push as the client sends it.</summary>
    public static MultipartFormDataContent Body(byte[] package)
    {
        ByteArrayContent file = new(package);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent { { file, "package", "package.nupkg" } };
    }

    public static PackageBuilder Full(string version) => new PackageBuilder("Contoso.Json", version)
        .Description("Reads and writes JSON.").Authors("Ada, Grace").Readme("# Contoso.Json\n").Icon().LicenseFile("Do as you like.").Framework("net8.0")
        .Metadata("title", "Contoso JSON").Metadata("summary", "JSON.").Metadata("tags", "json reader").Metadata("language", "en-US")
        .Metadata("projectUrl", "https://contoso.example/").Metadata("releaseNotes", "Faster.").Metadata("copyright", "Contoso")
        .Metadata("requireLicenseAcceptance", "true").Dependency("Contoso.Tool", "[3.0.0, 4.0.0)", "net8.0").Dependency("Contoso.Tool", "3.0.0", "netstandard2.0");

    private async Task PushAsync(PackageBuilder package) => await SucceedAsync(await Gallery.PushAsync(Key, package.Build()));

    private static async Task SucceedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {answer.ReasonPhrase} {await answer.Content.ReadAsStringAsync(Now)}");
        }
    }

    // Beside the running server, which follows the log.
    private async Task ImportAdvisoryAsync()
    {
        using TemporaryFolder folder = new();
        string file = folder.Under("advisory.json");
        await File.WriteAllTextAsync(file,
            """
            {"id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-01-02T03:04:05Z", "summary": "It reads too much.", "database_specific": {"severity": "HIGH"},
             "affected": [{"package": {"ecosystem": "NuGet", "name": "Contoso.Json"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1.0"}]}]}]}
            """, Now);
        (await Gallery.Server.CommandAsync(["advisories", "import", file])).Succeeded();
        for (int i = 0; i < 600; i++)
        {
            using HttpResponseMessage index = await SendAsync(HttpMethod.Get, "/v3/index.json");
            using HttpResponseMessage found = await SendAsync(HttpMethod.Get, "/v3/search?q=packageid:contoso.json");
            if ((await index.Content.ReadAsStringAsync(Now)).Contains("VulnerabilityInfo", StringComparison.Ordinal)
                && (await found.Content.ReadAsStringAsync(Now)).Contains("GHSA-aaaa-bbbb-cccc", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(100, Now);
        }

        Assert.Fail("The server did not hear of the advisory.");
    }

    // Enough versions that registrations come in pages, the last of which is short enough to be read.
    private Task CopyManyAsync() => Gallery.Database.WriteAsync(async write =>
    {
        for (int i = 1; i < 129; i++)
        {
            await write.ExecuteAsync(
                """
                INSERT INTO versions (package_id, lower_version, normalized, original, prerelease, semver2, listed, state, origin, manifest, size,
                    hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at)
                SELECT v.package_id, @version, @version, @version, prerelease, semver2, listed, state, origin, manifest, size,
                    hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at
                FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'contoso.many' AND v.lower_version = '1.0.0'
                """, new { version = $"1.{i}.0" });
        }
    }, Now);
}
