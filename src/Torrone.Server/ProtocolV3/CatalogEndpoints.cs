using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>/v3/catalog: every change in order, for mirrors and tools.</summary>
internal sealed class CatalogEndpoints(CatalogRows rows, FeedDirectory feeds, RequestBase requestBase)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v3/catalog/index.json", Reading, (HttpContext context, CatalogEndpoints self) => self.IndexAsync(context));
        routes.MapMethods("/v3/catalog/page{number:long:min(0):max(1000000000000)}.json", Reading,
            (HttpContext context, CatalogEndpoints self, long number) => self.PageAsync(context, number));
        routes.MapMethods("/v3/catalog/data/{sequence:long:min(1)}/{file}", Reading,
            (HttpContext context, CatalogEndpoints self, long sequence, string file) => self.LeafAsync(context, sequence, file));
    }

    private async Task IndexAsync(HttpContext context)
    {
        List<CatalogPageHead> pages = await rows.PagesAsync(feeds.Main.Id, context.RequestAborted);
        await DocumentSender.SendAsync(context, RenderedDocument.Json(CatalogDocument.Index(Addresses(context), pages)));
    }

    private async Task PageAsync(HttpContext context, long number)
    {
        List<CatalogCommit> commits = await rows.PageAsync(feeds.Main.Id, number, context.RequestAborted);
        await DocumentSender.SendAsync(context, commits.Count == 0
            ? RenderedDocument.Missing
            : RenderedDocument.Json(CatalogDocument.Page(Addresses(context), number, commits)));
    }

    private async Task LeafAsync(HttpContext context, long sequence, string file)
    {
        CatalogVersion? found = await rows.LeafAsync(feeds.Main.Id, sequence, context.RequestAborted);
        // The number says it all; the name must be the change's own, so that a change has one address.
        if (found is null || !file.Equals($"{found.Commit.Id.Lower}.{found.Commit.Version.Lower}.json", StringComparison.OrdinalIgnoreCase))
        {
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
            return;
        }

        await DocumentSender.SendAsync(context, Leaf(Addresses(context), found) is { } leaf ? RenderedDocument.Json(leaf) : RenderedDocument.Missing);
    }

    // Null for a version whose row is damaged.
    private static byte[]? Leaf(FeedAddresses addresses, CatalogVersion found) => found.Commit.IsDelete
        ? CatalogLeaf.Delete(addresses, found.Commit)
        : !ManifestJson.TryDeserialize(found.Manifest, out PackageManifest? manifest) ? null : CatalogLeaf.Details(addresses, found.Commit, new RegistrationEntry
        {
            Version = found.Commit.Version,
            Manifest = manifest,
            Listed = found.Listed,
            Published = found.PublishedAt,
            Deprecation = found.Deprecation,
        }, found.Hash, found.Size);

    private FeedAddresses Addresses(HttpContext context) => new(requestBase.Of(context.Request));
}
