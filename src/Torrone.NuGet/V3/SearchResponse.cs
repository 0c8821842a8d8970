using System.Text.Json;

namespace Torrone.NuGet.V3;

/// <summary>The answer of search.</summary>
public static class SearchResponse
{
    /// <summary>Writes the items in the order given.</summary>
    /// <param name="hive">Where the items' registrations are: the SemVer 1 hives for questions without <c>semVerLevel=2.0.0</c>.</param>
    /// <param name="total">How many packages match in all.</param>
    public static byte[] Write(FeedAddresses addresses, Hive hive, long total, IReadOnlyCollection<SearchItem> items) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("totalHits", total);
        json.Objects("data", items, item => WriteItem(json, addresses, hive, item));
        json.WriteEndObject();
    });

    private static void WriteItem(Utf8JsonWriter json, FeedAddresses addresses, Hive hive, SearchItem item)
    {
        var manifest = item.Manifest;
        json.WriteString("@id", addresses.RegistrationIndex(hive, item.Id));
        json.WriteString("@type", "Package");
        json.WriteString("registration", addresses.RegistrationIndex(hive, item.Id));
        json.WriteString("id", manifest.Id);
        json.WriteString("version", CatalogEntry.Version(item.Version));
        json.WriteString("description", manifest.Description);
        json.WriteString("summary", manifest.Summary ?? "");
        json.WriteString("title", manifest.Title ?? manifest.Id);
        json.Optional("iconUrl", CatalogEntry.IconUrl(addresses, item.Id, item.Version, manifest));
        json.Optional("licenseUrl", CatalogEntry.LicenseUrl(addresses, item.Id, item.Version, manifest));
        json.Optional("projectUrl", CatalogEntry.Web(manifest.ProjectUrl));
        json.Texts("tags", manifest.Tags);
        json.Texts("authors", manifest.AuthorNames);
        json.Texts("owners", item.Owners);
        json.WriteNumber("totalDownloads", item.TotalDownloads);
        json.WriteBoolean("verified", item.Verified);
        json.Objects("packageTypes", manifest.PackageTypes, type => json.WriteString("name", type.Name));
        json.Objects("versions", item.Versions.OrderBy(one => one.Version), one =>
        {
            json.WriteString("version", CatalogEntry.Version(one.Version));
            json.WriteNumber("downloads", one.Downloads);
            json.WriteString("@id", addresses.RegistrationLeaf(hive, item.Id, one.Version));
        });
        CatalogEntry.WriteDeprecation(json, item.Deprecation);
        json.Objects("vulnerabilities", item.Vulnerabilities, vulnerability =>
        {
            json.WriteString("advisoryUrl", vulnerability.AdvisoryUrl);
            json.WriteNumber("severity", vulnerability.Severity);
        });
    }
}
