namespace Torrone.NuGet.V3;

/// <summary>What one change left: the whole of the version's description then, or that it was taken away.</summary>
public static class CatalogLeaf
{
    /// <summary>A version as it was after the change.</summary>
    /// <param name="entry">With the listing as it was then.</param>
    /// <param name="hash">SHA-512 of the nupkg as it is served.</param>
    /// <param name="size">Bytes of the nupkg.</param>
    public static byte[] Details(FeedAddresses addresses, CatalogCommit commit, RegistrationEntry entry, byte[] hash, long size) => V3Document.Write(json =>
    {
        var manifest = entry.Manifest;
        json.WriteStartObject();
        json.WriteString("@id", addresses.CatalogLeaf(commit));
        json.Texts("@type", ["PackageDetails", "catalog:Permalink"]);
        json.WriteString("authors", manifest.Authors);
        json.WriteString("catalog:commitId", commit.CommitId);
        json.WriteString("catalog:commitTimeStamp", V3Document.Time(commit.At));
        json.Optional("copyright", manifest.Copyright);
        json.WriteString("created", V3Document.Time(entry.Published));
        CatalogEntry.WriteDependencies(json, addresses, Hive.SemVer2Gzip, manifest);
        CatalogEntry.WriteDeprecation(json, entry.Deprecation);
        json.WriteString("description", manifest.Description);
        json.Optional("iconUrl", CatalogEntry.IconUrl(addresses, commit.Id, entry.Version, manifest));
        json.WriteString("id", commit.Id.Original);
        json.WriteBoolean("isPrerelease", entry.Version.IsPrerelease);
        json.Optional("language", manifest.Language);
        json.WriteString("lastEdited", V3Document.Time(commit.At));
        json.Optional("licenseExpression", manifest.LicenseExpression);
        json.Optional("licenseFile", manifest.LicenseFile);
        json.Optional("licenseUrl", CatalogEntry.LicenseUrl(addresses, commit.Id, entry.Version, manifest));
        json.WriteBoolean("listed", entry.Listed);
        json.Optional("minClientVersion", manifest.MinClientVersion);
        json.WriteString("packageHash", Convert.ToBase64String(hash));
        json.WriteString("packageHashAlgorithm", "SHA512");
        json.WriteNumber("packageSize", size);
        json.Objects("packageTypes", manifest.PackageTypes, type =>
        {
            json.WriteString("name", type.Name);
            json.Optional("version", type.Version);
        });
        json.Optional("projectUrl", CatalogEntry.Web(manifest.ProjectUrl));
        json.WriteString("published", CatalogEntry.Published(entry));
        json.Optional("readmeFile", manifest.ReadmeFile);
        json.Optional("releaseNotes", manifest.ReleaseNotes);
        json.WriteBoolean("requireLicenseAcceptance", manifest.RequireLicenseAcceptance);
        json.Optional("summary", manifest.Summary);
        json.Texts("tags", manifest.Tags);
        json.Optional("title", manifest.Title);
        json.WriteString("verbatimVersion", entry.Version.Original);
        json.WriteString("version", CatalogEntry.Version(entry.Version));
        json.WriteEndObject();
    });

    /// <summary>A version that was taken away for good.</summary>
    public static byte[] Delete(FeedAddresses addresses, CatalogCommit commit) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@id", addresses.CatalogLeaf(commit));
        json.Texts("@type", ["PackageDelete", "catalog:Permalink"]);
        json.WriteString("catalog:commitId", commit.CommitId);
        json.WriteString("catalog:commitTimeStamp", V3Document.Time(commit.At));
        json.WriteString("id", commit.Id.Original);
        json.WriteString("originalId", commit.Id.Original);
        json.WriteString("published", V3Document.Time(commit.At));
        json.WriteString("version", CatalogEntry.Version(commit.Version));
        json.WriteEndObject();
    });
}
