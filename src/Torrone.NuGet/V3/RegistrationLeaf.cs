using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>The document about one version.</summary>
public static class RegistrationLeaf
{
    public static byte[] Write(FeedAddresses addresses, Hive hive, PackageId id, RegistrationEntry entry) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@id", addresses.RegistrationLeaf(hive, id, entry.Version));
        json.WriteStartArray("@type");
        json.WriteStringValue("Package");
        json.WriteEndArray();
        json.WriteString("catalogEntry", CatalogEntry.Address(addresses, hive, id, entry));
        json.WriteBoolean("listed", entry.Listed);
        json.WriteString("packageContent", addresses.Content(id, entry.Version));
        json.WriteString("published", CatalogEntry.Published(entry));
        json.WriteString("registration", addresses.RegistrationIndex(hive, id));
        json.WriteEndObject();
    });
}
