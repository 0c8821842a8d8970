using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.V2;

/// <summary>The absolute addresses that V2 documents carry.</summary>
/// <param name="feed">Where the feed and its pages are.</param>
public sealed class V2Addresses(FeedAddresses feed)
{
    /// <summary>The service's root, without a slash at its end.</summary>
    public string Root { get; } = feed.LegacyGallery;

    public string Entry(V2Entry entry) => $"{Root}/{Key(entry)}";

    /// <summary>The entry's place under the root. Ids and versions hold nothing that would need escaping.</summary>
    public static string Key(V2Entry entry) => $"Packages(Id='{entry.Id}',Version='{entry.Version.Normalized}')";

    public string Content(V2Entry entry) => $"{Root}/package/{entry.Id}/{entry.Version.Normalized}";

    public string? Icon(V2Entry entry) => CatalogEntry.IconUrl(feed, Id(entry), entry.Version, entry.Manifest);

    public string? License(V2Entry entry) => CatalogEntry.LicenseUrl(feed, Id(entry), entry.Version, entry.Manifest);

    public string Details(V2Entry entry) =>
        feed.DetailsTemplate.Replace("{id}", entry.Id, StringComparison.Ordinal).Replace("{version}", entry.Version.Normalized, StringComparison.Ordinal);

    public string Report(V2Entry entry) =>
        feed.ReportTemplate.Replace("{id}", entry.Id, StringComparison.Ordinal).Replace("{version}", entry.Version.Normalized, StringComparison.Ordinal);

    private static PackageId Id(V2Entry entry) =>
        PackageId.TryParse(entry.Id, out var id) ? id : throw new InvalidDataException("An inspected manifest has a legal id.");
}
