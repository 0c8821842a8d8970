using System.Globalization;
using System.Text.Json;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.V3;

/// <summary>The fields of a version that registrations and search share, and the entry that registrations make of them.</summary>
internal static class CatalogEntry
{
    private const string NeverPublished = "1900-01-01T00:00:00.000+00:00";

    public static string Published(RegistrationEntry entry) => entry.Listed ? V3Document.Time(entry.Published) : NeverPublished;

    public static string Address(FeedAddresses addresses, Hive hive, PackageId id, RegistrationEntry entry) =>
        entry.CatalogLeaf ?? addresses.RegistrationLeaf(hive, id, entry.Version);

    public static void Write(Utf8JsonWriter json, FeedAddresses addresses, Hive hive, PackageId id, RegistrationEntry entry)
    {
        var manifest = entry.Manifest;
        json.WriteStartObject("catalogEntry");
        json.WriteString("@id", Address(addresses, hive, id, entry));
        json.WriteString("@type", "PackageDetails");
        json.WriteString("authors", manifest.Authors);
        WriteDependencies(json, addresses, hive, manifest);
        WriteDeprecation(json, entry.Deprecation);
        json.WriteString("description", manifest.Description);
        json.Optional("iconUrl", IconUrl(addresses, id, entry.Version, manifest));
        json.WriteString("id", manifest.Id);
        json.Optional("language", manifest.Language);
        json.Optional("licenseExpression", manifest.LicenseExpression);
        json.Optional("licenseUrl", LicenseUrl(addresses, id, entry.Version, manifest));
        json.WriteBoolean("listed", entry.Listed);
        json.Optional("minClientVersion", manifest.MinClientVersion);
        json.WriteString("packageContent", addresses.Content(id, entry.Version));
        json.Optional("projectUrl", Web(manifest.ProjectUrl));
        json.WriteString("published", Published(entry));
        json.Optional("readmeUrl", manifest.ReadmeFile is null ? null : addresses.Readme(id, entry.Version));
        json.WriteBoolean("requireLicenseAcceptance", manifest.RequireLicenseAcceptance);
        json.Optional("summary", manifest.Summary);
        json.Texts("tags", manifest.Tags);
        json.Optional("title", manifest.Title);
        json.WriteString("version", Version(entry.Version));
        if (entry.Vulnerabilities.Count > 0)
        {
            json.Objects("vulnerabilities", entry.Vulnerabilities, vulnerability =>
            {
                json.WriteString("advisoryUrl", vulnerability.AdvisoryUrl);
                // The number as a text, as nuget.org writes it here; in search it is a number. Clients read no word.
                json.WriteString("severity", Math.Clamp(vulnerability.Severity, 0, 3).ToString(CultureInfo.InvariantCulture));
            });
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// The embedded icon's address here, else the author's if it is one; null otherwise, since clients drop a whole page of results over
    /// one bad address.
    /// </summary>
    public static string? IconUrl(FeedAddresses addresses, PackageId id, PackageVersion version, PackageManifest manifest) =>
        manifest.IconFile is null ? Web(manifest.IconUrl) : addresses.Icon(id, version);

    public static string? LicenseUrl(FeedAddresses addresses, PackageId id, PackageVersion version, PackageManifest manifest) =>
        manifest.LicenseExpression is null && manifest.LicenseFile is null ? Web(manifest.LicenseUrl) : addresses.License(id, version);

    public static string? Web(string? address) => WebAddress.IsWeb(address) ? address : null;

    /// <summary>The normalized version, with the author's build metadata where there is any: clients show it.</summary>
    public static string Version(PackageVersion version) => version.Semantic.ToFullString();

    public static void WriteDeprecation(Utf8JsonWriter json, Deprecation? deprecation)
    {
        if (deprecation is null)
        {
            return;
        }

        json.WriteStartObject("deprecation");
        json.Texts("reasons", deprecation.Reasons);
        json.Optional("message", deprecation.Message);
        if (deprecation.AlternateId is not null)
        {
            json.WriteStartObject("alternatePackage");
            json.WriteString("id", deprecation.AlternateId);
            json.WriteString("range", deprecation.AlternateRange ?? "*");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteDependencies(Utf8JsonWriter json, FeedAddresses addresses, Hive hive, PackageManifest manifest)
    {
        if (manifest.DependencyGroups.Length == 0)
        {
            return;
        }

        json.Objects("dependencyGroups", manifest.DependencyGroups, group =>
        {
            json.Optional("targetFramework", group.TargetFramework);
            json.Objects("dependencies", group.Dependencies, dependency =>
            {
                json.WriteString("id", dependency.Id);
                json.WriteString("range", dependency.Range);
                if (PackageId.TryParse(dependency.Id, out var id))
                {
                    json.WriteString("registration", addresses.RegistrationIndex(hive, id));
                }
            });
        });
    }
}
