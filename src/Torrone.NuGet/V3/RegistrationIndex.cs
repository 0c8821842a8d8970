using System.Text.Json;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>The document about all versions of a package: up to 127 of them in it, more than that on pages of their own.</summary>
public static class RegistrationIndex
{
    /// <summary>
    /// Sorts and writes an index that holds its versions itself. Whether versions that need SemVer 2 belong to the hive is the caller's to
    /// decide.
    /// </summary>
    /// <param name="entries">1 to 127: a package without a version has no document, and one with more of them points to pages.</param>
    public static byte[] Write(FeedAddresses addresses, Hive hive, PackageId id, IReadOnlyCollection<RegistrationEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, RegistrationPaging.MaxInline);
        var items = new RegistrationItems(addresses, hive, id);
        List<RegistrationEntry[]> pages = [.. entries.OrderBy(entry => entry.Version).Chunk(RegistrationPaging.PageSize)];
        return Write(addresses, hive, id, pages, items.WriteInline);
    }

    /// <summary>Sorts and writes an index that only points to its pages.</summary>
    /// <param name="versions">All versions of the hive, more than 127.</param>
    public static byte[] WritePaged(FeedAddresses addresses, Hive hive, PackageId id, IReadOnlyCollection<PackageVersion> versions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(versions.Count, RegistrationPaging.MaxInline);
        var items = new RegistrationItems(addresses, hive, id);
        return Write(addresses, hive, id, RegistrationPaging.Cut(versions), items.WriteReference);
    }

    private static byte[] Write<T>(FeedAddresses addresses, Hive hive, PackageId id, List<T> pages, Action<Utf8JsonWriter, T> write) =>
        V3Document.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("@id", addresses.RegistrationIndex(hive, id));
            json.Texts("@type", ["catalog:CatalogRoot", "PackageRegistration"]);
            json.WriteNumber("count", pages.Count);
            json.Objects("items", pages, page => write(json, page));
            json.WriteEndObject();
        });
}
