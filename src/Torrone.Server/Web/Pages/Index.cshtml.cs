using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Search;
using Torrone.Server.Settings;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages;

/// <summary>Home: search, how to use the feed, what is there.</summary>
public sealed class IndexModel(
    PackageQueries packages, SearchIndex search, FeedDirectory feeds, ListKeys keys, RequestBase requestBase, TorroneSettings settings) : PageModel
{
    private const int Shown = 6;

    /// <summary>How many packages have a listed version.</summary>
    public long Count { get; private set; }

    public FeedSnippet Feed { get; private set; } = null!;

    /// <summary>How many keys of the signed-in person want something done; 0 for a stranger.</summary>
    public long KeysNeedingAttention { get; private set; }

    /// <summary>The most downloaded; empty while the search index is being built.</summary>
    public IReadOnlyList<FoundPackage> Popular { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Feed = new FeedSnippet(requestBase.Of(Request) + "/v3/index.json", settings.IsPrivate);
        Count = await packages.CountAsync(feeds.Main.Id, HttpContext.RequestAborted);
        if (HttpContext.CurrentAccount() is { } person)
        {
            KeysNeedingAttention = await keys.CountNeedingAttentionAsync(HttpContext.SessionActor(), person.PrincipalId, HttpContext.RequestAborted);
        }

        if (Count > 0)
        {
            try
            {
                SearchRequest request = new() { FeedId = feeds.Main.Id, Take = Shown, Prerelease = true, SemVer2 = true };
                Popular = (await search.SearchAsync(request, HttpContext.RequestAborted)).Items;
            }
            catch (SearchUnavailableException)
            {
                // The rest of the page needs no index.
            }
        }
    }
}
