using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>The three registration hives: index, pages, leaves.</summary>
internal sealed class RegistrationEndpoints(DocumentReads reads)
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

    private Task IndexAsync(HttpContext context, Hive hive, string id) => reads.SendAsync(context, id, (package, addresses) =>
    {
        RegistrationEntry[] entries = Entries(package, hive);
        return entries.Length == 0 ? null : RegistrationIndex.Write(addresses, hive, Id(package), entries);
    });

    private Task PageAsync(HttpContext context, Hive hive, string id, string lower, string upper) => reads.SendAsync(context, id,
        (package, addresses) => PackageVersion.TryParse(lower, out PackageVersion? from) && PackageVersion.TryParse(upper, out PackageVersion? to)
            ? RegistrationPage.Write(addresses, hive, Id(package), Entries(package, hive), from, to)
            : null);

    private Task LeafAsync(HttpContext context, Hive hive, string id, string version) => reads.SendAsync(context, id, (package, addresses) =>
        PackageVersion.TryParse(version, out PackageVersion? wanted)
        && Entries(package, hive).FirstOrDefault(e => e.Version.Equals(wanted)) is { } entry
            ? RegistrationLeaf.Write(addresses, hive, Id(package), entry)
            : null);

    private static RegistrationEntry[] Entries(PackageRecord package, Hive hive) => [.. package.Versions
        .Where(v => hive == Hive.SemVer2Gzip || !v.SemVer2)
        .Select(v => new RegistrationEntry { Version = v.Version, Manifest = v.Manifest, Listed = v.Listed, Published = v.PublishedAt })];

    private static PackageId Id(PackageRecord package) =>
        PackageId.TryParse(package.DisplayId, out PackageId? id) ? id : throw new InvalidDataException($"Package row {package.Id} holds an illegal id.");
}
