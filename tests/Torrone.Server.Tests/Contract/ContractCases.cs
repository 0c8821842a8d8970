using System.Net.Http.Headers;
using System.Text;
using Torrone.Server.ApiKeys;
using Torrone.Testing.Packages;

namespace Torrone.Server.Tests.Contract;

/// <summary>The requests whose answers are the public contract, by the name of the file that keeps the answer.</summary>
internal static class ContractCases
{
    public static IReadOnlyDictionary<string, Func<ContractGallery, Task<HttpResponseMessage>>> All { get; } =
        new Dictionary<string, Func<ContractGallery, Task<HttpResponseMessage>>>(StringComparer.Ordinal)
        {
            ["v3-index"] = Get("/v3/index.json"),
            ["v3-index-head"] = Ask(HttpMethod.Head, "/v3/index.json"),
            ["v3-index-post"] = Ask(HttpMethod.Post, "/v3/index.json"),
            ["v3-index-brotli"] = Ask(HttpMethod.Head, "/v3/index.json", r => r.Headers.AcceptEncoding.ParseAdd("gzip, deflate, br")),
            ["v3-index-gzip"] = Ask(HttpMethod.Head, "/v3/index.json", r => r.Headers.AcceptEncoding.ParseAdd("gzip, deflate")),
            ["v3-flat-versions"] = Get("/v3-flatcontainer/contoso.json/index.json"),
            ["v3-flat-missing"] = Get("/v3-flatcontainer/contoso.nothing/index.json"),
            ["v3-flat-package"] = Get("/v3-flatcontainer/contoso.json/1.0.0/contoso.json.1.0.0.nupkg"),
            ["v3-flat-package-range"] = Ask(HttpMethod.Get, "/v3-flatcontainer/contoso.json/1.0.0/contoso.json.1.0.0.nupkg",
                r => r.Headers.Range = new RangeHeaderValue(0, 3)),
            ["v3-flat-nuspec"] = Get("/v3-flatcontainer/contoso.json/1.0.0/contoso.json.nuspec"),
            ["v3-flat-readme"] = Get("/v3-flatcontainer/contoso.json/1.0.0/readme"),
            ["v3-flat-icon"] = Get("/v3-flatcontainer/contoso.json/1.0.0/icon"),
            ["v3-flat-license"] = Get("/v3-flatcontainer/contoso.json/1.0.0/license"),
            ["v3-registration"] = Get("/v3/registration-gz-semver2/contoso.json/index.json"),
            ["v3-registration-same"] = Same("/v3/registration-gz-semver2/contoso.json/index.json"),
            ["v3-registration-semver1"] = Get("/v3/registration/contoso.json/index.json"),
            ["v3-registration-gz"] = Ask(HttpMethod.Head, "/v3/registration-gz/contoso.json/index.json"),
            ["v3-registration-leaf"] = Get("/v3/registration-gz-semver2/contoso.json/1.0.0.json"),
            ["v3-registration-paged"] = Get("/v3/registration-gz-semver2/contoso.many/index.json"),
            ["v3-registration-page"] = Get("/v3/registration-gz-semver2/contoso.many/page/1.128.0/1.128.0.json"),
            ["v3-registration-missing"] = Get("/v3/registration-gz-semver2/contoso.nothing/index.json"),
            ["v3-search"] = Get("/v3/search?q=id:json&prerelease=true&semVerLevel=2.0.0"),
            ["v3-search-semver1"] = Get("/v3/search?q=id:json"),
            ["v3-search-none"] = Get("/v3/search?q=zzzz"),
            ["v3-autocomplete"] = Get("/v3/autocomplete?q=contoso&prerelease=true&semVerLevel=2.0.0"),
            ["v3-autocomplete-versions"] = Get("/v3/autocomplete?id=contoso.json&prerelease=true&semVerLevel=2.0.0"),
            ["v3-catalog"] = Get("/v3/catalog/index.json"),
            ["v3-catalog-page"] = Get("/v3/catalog/page0.json"),
            ["v3-catalog-leaf"] = Get("/v3/catalog/data/1/contoso.json.1.0.0.json"),
            ["v3-vulnerabilities"] = Get("/v3/vulnerabilities/index.json"),
            ["v3-vulnerabilities-page"] = Get("/v3/vulnerabilities/page0.json"),
            ["v3-vulnerabilities-no-page"] = Get("/v3/vulnerabilities/page9.json"),
            ["v2-service"] = Get("/api/v2"),
            ["v2-metadata"] = Get("/api/v2/$metadata"),
            ["v2-package"] = Get("/api/v2/Packages(Id='Contoso.Json',Version='1.0.0')"),
            ["v2-package-missing"] = Get("/api/v2/Packages(Id='Contoso.Nothing',Version='1.0.0')"),
            ["v2-find-packages"] = Get("/api/v2/FindPackagesById()?id='Contoso.Tool'"),
            ["v2-search-count"] = Get("/api/v2/Search()/$count?searchTerm='json'&includePrerelease=true"),
            ["v2-bad-filter"] = Get("/api/v2/Packages()?$filter=nonsense eq 'x'"),
            ["v2-download"] = Get("/api/v2/package/Contoso.Tool"),
            ["v2-ids"] = Get("/api/v2/package-ids?partialId=contoso"),
            ["v2-versions"] = Get("/api/v2/package-versions/Contoso.Json"),
            ["push-no-key"] = Push(null, new PackageBuilder("Contoso.New")),
            ["push-malformed-key"] = Push("not-a-key", new PackageBuilder("Contoso.New")),
            ["push-unknown-key"] = gallery => Push(KeyText.Create('p', gallery.Key[4..8]).Reveal(), new PackageBuilder("Contoso.New"))(gallery),
            ["push-foreign-key"] = Push(KeyText.Create('p', "none").Reveal(), new PackageBuilder("Contoso.New")),
            ["push-mistyped-key"] = gallery => Push(gallery.Key[..^1] + (gallery.Key[^1] == 'a' ? 'b' : 'a'), new PackageBuilder("Contoso.New"))(gallery),
            ["push-not-covered"] = Push("", new PackageBuilder("Fabrikam.New")),
            ["push-duplicate"] = Push("", new PackageBuilder("Contoso.Tool", "3.0.0")),
            ["push-not-a-package"] = gallery => gallery.SendAsync(HttpMethod.Put, "/api/v2/package/", request =>
            {
                request.Headers.Add("X-NuGet-ApiKey", gallery.Key);
                request.Content = ContractGallery.Body(Encoding.UTF8.GetBytes("This is no package."));
            }),
            ["push-symbols-without-parent"] = gallery => gallery.SendAsync(HttpMethod.Put, "/api/v2/symbolpackage/", request =>
            {
                request.Headers.Add("X-NuGet-ApiKey", gallery.Key);
                byte[] pdb = File.ReadAllBytes(Path.ChangeExtension(typeof(PackageBuilder).Assembly.Location, ".pdb"));
                request.Content = ContractGallery.Body(
                    new PackageBuilder("Contoso.New").Type("SymbolsPackage").Entry("lib/net10.0/Torrone.Testing.pdb", pdb).Build());
            }),
            ["push"] = Push("", new PackageBuilder("Contoso.Pushed", "1.0.0")),
            ["unlist"] = WithKey(HttpMethod.Delete, "/api/v2/package/Contoso.Many/1.0.0"),
            ["unlist-missing"] = WithKey(HttpMethod.Delete, "/api/v2/package/Contoso.Many/9.0.0"),
            ["relist"] = WithKey(HttpMethod.Post, "/api/v2/package/Contoso.Many/1.0.0"),
            ["symbols-missing"] = Get("/symbols/a.pdb/00000000000000000000000000000000FFFFFFFF/a.pdb"),
            ["api-key"] = gallery => gallery.SendAsync(
                HttpMethod.Get, "/api/v1/keys/current", r => r.Headers.Add("X-NuGet-ApiKey", gallery.UnusedKey)),
            ["api-no-key"] = Get("/api/v1/keys/current"),
            ["api-openapi"] = Get("/api/v1/openapi.json"),
            ["health-live"] = Get("/health/live"),
            ["health-ready"] = Get("/health/ready"),
        };

    private static Func<ContractGallery, Task<HttpResponseMessage>> Get(string path) => Ask(HttpMethod.Get, path);

    private static Func<ContractGallery, Task<HttpResponseMessage>> Ask(HttpMethod method, string path, Action<HttpRequestMessage>? change = null) =>
        gallery => gallery.SendAsync(method, path, change);

    // As somebody who has the answer already.
    private static Func<ContractGallery, Task<HttpResponseMessage>> Same(string path) => async gallery =>
    {
        using HttpResponseMessage first = await gallery.SendAsync(HttpMethod.Get, path);
        return await gallery.SendAsync(HttpMethod.Get, path, r => r.Headers.IfNoneMatch.Add(first.Headers.ETag!));
    };

    private static Func<ContractGallery, Task<HttpResponseMessage>> WithKey(HttpMethod method, string path) =>
        gallery => gallery.SendAsync(method, path, r => r.Headers.Add("X-NuGet-ApiKey", gallery.Key));

    // An empty key is the gallery's own.
    private static Func<ContractGallery, Task<HttpResponseMessage>> Push(string? key, PackageBuilder package) =>
        gallery => gallery.SendAsync(HttpMethod.Put, "/api/v2/package/", request =>
        {
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key.Length == 0 ? gallery.Key : key);
            }

            request.Content = ContractGallery.Body(package.Build());
        });
}
