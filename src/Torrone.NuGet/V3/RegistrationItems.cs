using System.Text.Json;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>How a package's versions are cut into pages, and how one page and its items are written.</summary>
internal sealed class RegistrationItems(FeedAddresses addresses, Hive hive, PackageId id)
{
    /// <summary>The most versions on a page; clients expect 64.</summary>
    public const int PageSize = 64;

    /// <summary>The most versions that an index holds itself. A longer one only points to its pages: clients read it whole every time.</summary>
    public const int MaxInline = 127;

    /// <summary>Sorted by version, so that each page is a range, which is what lets clients skip pages.</summary>
    public static List<RegistrationEntry[]> Pages(IEnumerable<RegistrationEntry> entries) =>
        [.. entries.OrderBy(entry => entry.Version).Chunk(PageSize)];

    /// <summary>The fields of a page object, which the caller has begun.</summary>
    public void WritePage(Utf8JsonWriter json, RegistrationEntry[] page, bool isInline, bool withItems)
    {
        var index = addresses.RegistrationIndex(hive, id);
        var (lower, upper) = (page[0].Version, page[^1].Version);
        json.WriteString("@id", isInline ? $"{index}#page/{lower.Lower}/{upper.Lower}" : addresses.RegistrationPage(hive, id, lower, upper));
        json.WriteString("@type", "catalog:CatalogPage");
        json.WriteNumber("count", page.Length);
        if (withItems)
        {
            json.Objects("items", page, entry =>
            {
                json.WriteString("@id", addresses.RegistrationLeaf(hive, id, entry.Version));
                json.WriteString("@type", "Package");
                CatalogEntry.Write(json, addresses, hive, id, entry);
                json.WriteString("packageContent", addresses.Content(id, entry.Version));
                json.WriteString("registration", index);
            });
        }

        json.WriteString("lower", lower.Lower);
        json.WriteString("parent", index);
        json.WriteString("upper", upper.Lower);
    }
}
