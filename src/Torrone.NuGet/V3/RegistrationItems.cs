using System.Text.Json;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>How one page and its items are written.</summary>
internal sealed class RegistrationItems(FeedAddresses addresses, Hive hive, PackageId id)
{
    /// <summary>The fields of a page object that lies in the index, which the caller has begun.</summary>
    public void WriteInline(Utf8JsonWriter json, RegistrationEntry[] page)
    {
        var (lower, upper) = (page[0].Version, page[^1].Version);
        WriteHead(json, $"{addresses.RegistrationIndex(hive, id)}#page/{lower.Lower}/{upper.Lower}", page.Length);
        WriteItems(json, page);
        WriteBounds(json, lower, upper);
    }

    /// <summary>The fields of a page object that only says where the page is.</summary>
    public void WriteReference(Utf8JsonWriter json, PackageVersion[] page)
    {
        WriteHead(json, addresses.RegistrationPage(hive, id, page[0], page[^1]), page.Length);
        WriteBounds(json, page[0], page[^1]);
    }

    /// <summary>The fields of a page that is a document of its own.</summary>
    public void WritePage(Utf8JsonWriter json, IReadOnlyList<RegistrationEntry> page)
    {
        var (lower, upper) = (page[0].Version, page[^1].Version);
        WriteHead(json, addresses.RegistrationPage(hive, id, lower, upper), page.Count);
        WriteItems(json, page);
        WriteBounds(json, lower, upper);
    }

    private static void WriteHead(Utf8JsonWriter json, string address, int count)
    {
        json.WriteString("@id", address);
        json.WriteString("@type", "catalog:CatalogPage");
        json.WriteNumber("count", count);
    }

    private void WriteItems(Utf8JsonWriter json, IEnumerable<RegistrationEntry> page) => json.Objects("items", page, entry =>
    {
        json.WriteString("@id", addresses.RegistrationLeaf(hive, id, entry.Version));
        json.WriteString("@type", "Package");
        CatalogEntry.Write(json, addresses, hive, id, entry);
        json.WriteString("packageContent", addresses.Content(id, entry.Version));
        json.WriteString("registration", addresses.RegistrationIndex(hive, id));
    });

    private void WriteBounds(Utf8JsonWriter json, PackageVersion lower, PackageVersion upper)
    {
        json.WriteString("lower", lower.Lower);
        json.WriteString("parent", addresses.RegistrationIndex(hive, id));
        json.WriteString("upper", upper.Lower);
    }
}
