using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>The three registration hives: index, pages, leaves.</summary>
internal sealed class RegistrationEndpoints(DocumentReads reads, SliceRows rows, FeedDirectory feeds)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach ((string path, Hive hive) in ((string, Hive)[])[
            ("/v3/registration", Hive.SemVer1), ("/v3/registration-gz", Hive.SemVer1Gzip), ("/v3/registration-gz-semver2", Hive.SemVer2Gzip)])
        {
            routes.MapMethods(path + "/{id}/index.json", Reading,
                (HttpContext context, RegistrationEndpoints self, string id) => self.IndexAsync(context, hive, id));
            routes.MapMethods(path + "/{id}/page/{lower}/{upper}.json", Reading,
                (HttpContext context, RegistrationEndpoints self, string id, string lower, string upper) =>
                    self.PageAsync(context, hive, id, lower, upper));
            routes.MapMethods(path + "/{id}/{version}.json", Reading,
                (HttpContext context, RegistrationEndpoints self, string id, string version) => self.LeafAsync(context, hive, id, version));
        }
    }

    private Task IndexAsync(HttpContext context, Hive hive, string id) => reads.SendAsync(context, id, null,
        package =>
        {
            VersionOutline[] shown = Shown(package, hive);
            return RegistrationPaging.IsInline(shown.Length) ? shown : [];
        },
        (slice, addresses) =>
        {
            if (slice.Entries.Count > 0)
            {
                return RegistrationIndex.Write(addresses, hive, slice.Id, slice.Entries);
            }

            PackageVersion[] versions = Versions(slice.Outline, hive);
            return versions.Length == 0 ? null : RegistrationIndex.WritePaged(addresses, hive, slice.Id, versions);
        });

    private Task PageAsync(HttpContext context, Hive hive, string id, string lower, string upper)
    {
        if (!PackageVersion.TryParse(lower, out PackageVersion? from) || !PackageVersion.TryParse(upper, out PackageVersion? to))
        {
            return DocumentSender.SendAsync(context, RenderedDocument.Missing);
        }

        return reads.SendAsync(context, id, new VersionSpan(from, to),
            package => RegistrationPaging.Find(Versions(package, hive), from, to) is null
                ? []
                : Shown(package, hive).Where(v => from <= v.Version && v.Version <= to),
            (slice, addresses) => slice.Entries.Count == 0 ? null : RegistrationPage.Write(addresses, hive, slice.Id, slice.Entries));
    }

    private Task LeafAsync(HttpContext context, Hive hive, string id, string version)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId) || !PackageVersion.TryParse(version, out PackageVersion? wanted))
        {
            return DocumentSender.SendAsync(context, RenderedDocument.Missing);
        }

        string path = new FeedAddresses("").RegistrationLeaf(hive, packageId, wanted);
        return reads.SendAsync(context, packageId, wanted, path, async (found, addresses) => hive != Hive.SemVer2Gzip && found.SemVer2
            ? RenderedDocument.Missing
            : RenderedDocument.Json(RegistrationLeaf.Write(addresses, hive, packageId, SliceRows.Entry(
                found, await rows.CatalogLeafAsync(feeds.Main.Id, packageId, wanted, addresses, context.RequestAborted)))));
    }

    private static VersionOutline[] Shown(PackageOutline package, Hive hive) =>
        [.. package.Versions.Where(v => hive == Hive.SemVer2Gzip || !v.SemVer2)];

    private static PackageVersion[] Versions(PackageOutline package, Hive hive) => [.. Shown(package, hive).Select(v => v.Version)];
}
