using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>The document about all versions of a package: up to 127 of them in it, more than that on pages of their own.</summary>
public static class RegistrationIndex
{
    /// <summary>Sorts and writes. Whether versions that need SemVer 2 belong to the hive is the caller's to decide.</summary>
    /// <param name="entries">At least one: a package without a version has no document.</param>
    public static byte[] Write(FeedAddresses addresses, Hive hive, PackageId id, IReadOnlyCollection<RegistrationEntry> entries)
    {
        var items = new RegistrationItems(addresses, hive, id);
        var pages = RegistrationItems.Pages(entries);
        var isInline = entries.Count <= RegistrationItems.MaxInline;
        return V3Document.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("@id", addresses.RegistrationIndex(hive, id));
            json.WriteStartArray("@type");
            json.WriteStringValue("catalog:CatalogRoot");
            json.WriteStringValue("PackageRegistration");
            json.WriteEndArray();
            json.WriteNumber("count", pages.Count);
            json.Objects("items", pages, page => items.WritePage(json, page, isInline, isInline));
            json.WriteEndObject();
        });
    }
}
