using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>One page of a package that has too many versions for its index.</summary>
public static class RegistrationPage
{
    /// <summary>Finds the page with these bounds and writes it; null when the package is cut into other pages by now, or needs none.</summary>
    /// <param name="entries">All versions of the hive, not those of the page alone.</param>
    public static byte[]? Write(
        FeedAddresses addresses,
        Hive hive,
        PackageId id,
        IReadOnlyCollection<RegistrationEntry> entries,
        PackageVersion lower,
        PackageVersion upper)
    {
        if (entries.Count <= RegistrationItems.MaxInline)
        {
            return null;
        }

        var page = RegistrationItems.Pages(entries).Find(page => page[0].Version == lower && page[^1].Version == upper);
        return page is null ? null : V3Document.Write(json =>
        {
            json.WriteStartObject();
            new RegistrationItems(addresses, hive, id).WritePage(json, page, false, true);
            json.WriteEndObject();
        });
    }
}
