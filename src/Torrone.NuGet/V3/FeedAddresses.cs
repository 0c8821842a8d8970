using System.Globalization;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>
/// The absolute addresses that documents of one feed carry. Clients refuse http addresses in an https feed's documents, so both roots
/// must be the public ones, path base included.
/// </summary>
public sealed record FeedAddresses
{
    private readonly string feed;
    private readonly string site;

    /// <summary>Addresses under two roots.</summary>
    /// <param name="siteRoot">Where the pages are, such as <c>https://packages.example/base</c>; a trailing slash does not matter.</param>
    /// <param name="feedRoot">Where the feed's documents are; null for the main feed, which lies at the site's root.</param>
    public FeedAddresses(string siteRoot, string? feedRoot = null)
    {
        site = siteRoot.TrimEnd('/');
        feed = (feedRoot ?? siteRoot).TrimEnd('/');
    }

    public string ServiceIndex => feed + "/v3/index.json";

    /// <summary>Ends in a slash.</summary>
    public string FlatContainer => feed + "/v3-flatcontainer/";

    public string Search => feed + "/v3/search";

    public string Autocomplete => feed + "/v3/autocomplete";

    public string Publish => feed + "/api/v2/package";

    public string SymbolPublish => feed + "/api/v2/symbolpackage";

    public string LegacyGallery => feed + "/api/v2";

    public string Catalog => feed + "/v3/catalog/index.json";

    /// <param name="number">From 0.</param>
    public string CatalogPage(long number) => string.Create(CultureInfo.InvariantCulture, $"{feed}/v3/catalog/page{number}.json");

    public string CatalogLeaf(CatalogCommit commit) => CatalogLeaf(commit.Sequence, commit.Id, commit.Version);

    /// <param name="sequence">The change's place among all changes.</param>
    public string CatalogLeaf(long sequence, PackageId id, PackageVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"{feed}/v3/catalog/data/{sequence}/{id.Lower}.{version.Lower}.json");

    public string Vulnerabilities => feed + "/v3/vulnerabilities/index.json";

    /// <param name="number">From 0.</param>
    public string VulnerabilityPage(int number) => $"{feed}/v3/vulnerabilities/{VulnerabilityPageName(number)}.json";

    /// <summary>How clients tell a page's copy from another's; they allow letters, digits and hyphens.</summary>
    public static string VulnerabilityPageName(int number) => string.Create(CultureInfo.InvariantCulture, $"page{number}");

    /// <summary>With the places <c>{id}</c> and <c>{version}</c>.</summary>
    public string DetailsTemplate => site + "/packages/{id}/{version}";

    /// <summary>With the places <c>{id}</c> and <c>{version}</c>.</summary>
    public string ReportTemplate => site + "/packages/{id}/{version}/report";

    /// <summary>With the place <c>{owner}</c>.</summary>
    public string OwnerTemplate => site + "/profiles/{owner}";

    /// <summary>With the places <c>{lower_id}</c> and <c>{lower_version}</c>.</summary>
    public string ReadmeTemplate => FlatContainer + "{lower_id}/{lower_version}/readme";

    /// <summary>The hive's root, ending in a slash.</summary>
    public string Registration(Hive hive) => feed + hive switch
    {
        Hive.SemVer1 => "/v3/registration/",
        Hive.SemVer1Gzip => "/v3/registration-gz/",
        Hive.SemVer2Gzip => "/v3/registration-gz-semver2/",
        _ => throw new ArgumentOutOfRangeException(nameof(hive)),
    };

    public string RegistrationIndex(Hive hive, PackageId id) => $"{Registration(hive)}{id.Lower}/index.json";

    public string RegistrationPage(Hive hive, PackageId id, PackageVersion lower, PackageVersion upper) =>
        $"{Registration(hive)}{id.Lower}/page/{lower.Lower}/{upper.Lower}.json";

    public string RegistrationLeaf(Hive hive, PackageId id, PackageVersion version) => $"{Registration(hive)}{id.Lower}/{version.Lower}.json";

    public string Content(PackageId id, PackageVersion version) =>
        $"{FlatContainer}{id.Lower}/{version.Lower}/{id.Lower}.{version.Lower}.nupkg";

    public string Nuspec(PackageId id, PackageVersion version) => $"{FlatContainer}{id.Lower}/{version.Lower}/{id.Lower}.nuspec";

    public string Readme(PackageId id, PackageVersion version) => $"{FlatContainer}{id.Lower}/{version.Lower}/readme";

    public string Icon(PackageId id, PackageVersion version) => $"{FlatContainer}{id.Lower}/{version.Lower}/icon";

    /// <summary>The page that shows the license text.</summary>
    public string License(PackageId id, PackageVersion version) => $"{site}/packages/{id.Original}/{version.Normalized}/license";
}
