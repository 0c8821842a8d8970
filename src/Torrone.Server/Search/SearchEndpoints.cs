using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;

namespace Torrone.Server.Search;

/// <summary>/v3/search and /v3/autocomplete.</summary>
internal sealed class SearchEndpoints(SearchIndex index, SearchPages pages, FeedDirectory feeds, RequestBase requestBase)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v3/search", Reading, (HttpContext context, SearchEndpoints self) => self.SearchAsync(context));
        routes.MapMethods("/v3/autocomplete", Reading, (HttpContext context, SearchEndpoints self) => self.AutocompleteAsync(context));
    }

    private Task SearchAsync(HttpContext context)
    {
        SearchRequest request = SearchParameters.Read(context.Request.Query, feeds.Main.Id);
        string baseAddress = requestBase.Of(context.Request);
        return SendAsync(context, new PageKey(baseAddress, null, request), async () =>
        {
            SearchResult found = await index.SearchAsync(request, context.RequestAborted);
            Hive hive = request.SemVer2 ? Hive.SemVer2Gzip : Hive.SemVer1;
            return SearchResponse.Write(new FeedAddresses(baseAddress), hive, found.TotalHits, [.. found.Items.Select(i => i.Item)]);
        });
    }

    // With an id it answers the id's versions, else ids.
    private Task AutocompleteAsync(HttpContext context)
    {
        SearchRequest request = SearchParameters.Read(context.Request.Query, feeds.Main.Id);
        string? id = context.Request.Query["id"].FirstOrDefault();
        return SendAsync(context, new PageKey(null, id, request), async () =>
        {
            AutocompleteResult found = id is null
                ? await index.AutocompleteIdsAsync(request, context.RequestAborted)
                : await index.AutocompleteVersionsAsync(request.FeedId, id, request.Prerelease, request.SemVer2, context.RequestAborted);
            return AutocompleteResponse.Write(found.TotalHits, found.Matches);
        });
    }

    private async Task SendAsync(HttpContext context, PageKey key, Func<Task<byte[]>> render)
    {
        try
        {
            await DocumentSender.SendAsync(context, await pages.GetAsync(key, render));
        }
        catch (SearchUnavailableException)
        {
            await RefusalWriter.WriteAsync(context, SearchRefusals.Unavailable);
        }
    }
}
