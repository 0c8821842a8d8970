using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>Reads what a document about a package needs, and only that: the list of versions always, manifests of the named ones alone.</summary>
internal sealed class SliceRows(Database database)
{
    /// <summary>The slice, null when there is no such package, and the log's sequence, from one state of the database.</summary>
    /// <param name="choose">Which versions the document tells of in full.</param>
    /// <param name="addresses">Where their catalog leaves are.</param>
    public Task<(PackageSlice? Slice, long Sequence)> ReadAsync(
        long feedId, string lowerId, Func<PackageOutline, IEnumerable<VersionOutline>> choose, FeedAddresses addresses,
        CancellationToken cancellation) => database.ReadSnapshotAsync(async read =>
        {
            long sequence = await EventLog.HeadAsync(read);
            PackageOutline? outline = await PackageOutline.ReadAsync(read, feedId, lowerId);
            return (outline is null ? null : new PackageSlice(outline, await EntriesAsync(read, feedId, outline, choose(outline), addresses)), sequence);
        }, cancellation);

    /// <summary>One version, null when it may not be downloaded, and the log's sequence. Costs the same however many others there are.</summary>
    public Task<(VersionRecord? Version, long Sequence)> VersionAsync(
        long feedId, PackageId id, PackageVersion version, CancellationToken cancellation) => database.ReadSnapshotAsync(async read =>
        {
            long sequence = await EventLog.HeadAsync(read);
            List<VersionRecord> found = await PackageQueries.VersionsAsync(
                read, "lower_version = @version AND package_id = (SELECT id FROM packages WHERE feed_id = @feedId AND lower_id = @id)",
                new { version = version.Lower, feedId, id = id.Lower });
            return (found.SingleOrDefault(), sequence);
        }, cancellation);

    /// <summary>The version's newest change in the catalog; null where it has none.</summary>
    public async Task<string?> CatalogLeafAsync(
        long feedId, PackageId id, PackageVersion version, FeedAddresses addresses, CancellationToken cancellation)
    {
        Dictionary<string, long> newest = await database.ReadAsync(
            read => CatalogRows.NewestAsync(read, feedId, id.Lower, [version.Lower]), cancellation);
        return newest.TryGetValue(version.Lower, out long sequence) ? addresses.CatalogLeaf(sequence, id, version) : null;
    }

    /// <summary>The version as registrations tell of it.</summary>
    public static RegistrationEntry Entry(VersionRecord version, string? catalogLeaf) => new()
    {
        Version = version.Version,
        Manifest = version.Manifest,
        Listed = version.Listed,
        Published = version.PublishedAt,
        CatalogLeaf = catalogLeaf,
        Deprecation = version.Deprecation,
        Vulnerabilities = [.. version.Advisories.Select(a => new Vulnerability(a.Url, (int)a.Severity))],
    };

    private static async Task<RegistrationEntry[]> EntriesAsync(
        DbSession read, long feedId, PackageOutline package, IEnumerable<VersionOutline> chosen, FeedAddresses addresses)
    {
        IReadOnlyList<VersionRecord> versions = await PackageOutline.WholeAsync(read, chosen);
        Dictionary<string, long> leaves = await CatalogRows.NewestAsync(read, feedId, package.Id.Lower, versions.Select(v => v.Version.Lower));
        return
        [
            .. versions.Select(v => Entry(
                v, leaves.TryGetValue(v.Version.Lower, out long leaf) ? addresses.CatalogLeaf(leaf, package.Id, v.Version) : null)),
        ];
    }
}
