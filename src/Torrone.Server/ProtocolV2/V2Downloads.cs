using System.Text.Json;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Search;

namespace Torrone.Server.ProtocolV2;

/// <summary>The plain addresses beside the data service: a package's file, and completion of ids and versions as lists.</summary>
internal sealed class V2Downloads(PackageQueries packages, SearchIndex index, FeedDirectory feeds, RequestBase requestBase)
{
    private const int Ids = 30;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/v2/package/{id}/{version?}", Reading,
            (HttpContext context, V2Downloads self, string id, string? version) => self.FileAsync(context, id, version));
        routes.MapMethods("/api/v2/package-ids", Reading,
            (HttpContext context, V2Downloads self) => V2Faults.TellAsync(context, () => self.IdsAsync(context)));
        routes.MapMethods("/api/v2/package-versions/{id}", Reading,
            (HttpContext context, V2Downloads self, string id) => V2Faults.TellAsync(context, () => self.VersionsAsync(context, id)));
    }

    // The bytes have one address, where ranges, counting and caching are right.
    private async Task FileAsync(HttpContext context, string id, string? version)
    {
        PackageRecord? package = PackageId.TryParse(id, out PackageId? packageId)
            ? await packages.FindAsync(feeds.Main.Id, packageId.Lower, context.RequestAborted)
            : null;
        VersionRecord? found = version is null
            ? package?.Newest
            : PackageVersion.TryParse(version, out PackageVersion? wanted) ? package?.Versions.FirstOrDefault(v => v.Version.Equals(wanted)) : null;
        if (found is null)
        {
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
            return;
        }

        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Redirect(new FeedAddresses(requestBase.Of(context.Request)).Content(packageId!, found.Version));
    }

    private async Task IdsAsync(HttpContext context)
    {
        SearchRequest request = Request(context) with { Query = V2Parameter.Text(context.Request.Query, "partialId"), Take = Ids };
        AutocompleteResult found = await index.AutocompleteIdsAsync(request, context.RequestAborted);
        await SendAsync(context, found.Matches);
    }

    private async Task VersionsAsync(HttpContext context, string id)
    {
        SearchRequest request = Request(context);
        AutocompleteResult found = await index.AutocompleteVersionsAsync(
            request.FeedId, id, request.Prerelease, request.SemVer2, context.RequestAborted);
        await SendAsync(context, found.Matches);
    }

    private SearchRequest Request(HttpContext context) => new()
    {
        FeedId = feeds.Main.Id,
        Prerelease = V2Parameter.Flag(context.Request.Query, "includePrerelease"),
        SemVer2 = context.Request.Query["semVerLevel"].ToString().StartsWith("2.", StringComparison.Ordinal),
    };

    private static Task SendAsync(HttpContext context, IReadOnlyList<string> texts) =>
        DocumentSender.SendAsync(context, RenderedDocument.Json(JsonSerializer.SerializeToUtf8Bytes(texts)));
}
