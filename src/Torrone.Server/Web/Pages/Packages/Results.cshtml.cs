using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Feeds;
using Torrone.Server.Search;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages.Packages;

/// <summary>Search results. Everything that was chosen stands in the address.</summary>
public sealed class ResultsModel(SearchIndex search, FeedDirectory feeds) : PageModel
{
    private const int OnPage = 20;
    private const int LastPage = SearchRequest.MaxSkip / OnPage;
    private const int LongestQuery = 512;
    private const int MostCorrectedWords = 8;

    /// <summary>Frameworks that are offered; the address may name any.</summary>
    public static IReadOnlyList<string> OfferedFrameworks { get; } =
        ["net10.0", "net9.0", "net8.0", "netstandard2.1", "netstandard2.0", "net48", "net472", "net462"];

    /// <summary>Package types that are offered, with the key of their name.</summary>
    public static IReadOnlyList<(string Type, string Key)> OfferedTypes { get; } =
        [("Dependency", "Type.Dependency"), ("DotnetTool", "Type.DotnetTool"), ("Template", "Type.Template"), ("MSBuildSdk", "Type.MSBuildSdk")];

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    /// <summary>"false" leaves prerelease versions out.</summary>
    [BindProperty(SupportsGet = true, Name = "prerel")]
    public string? Prerelease { get; set; }

    [BindProperty(SupportsGet = true, Name = "type")]
    public string? PackageType { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Framework { get; set; }

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public SearchResult Result { get; private set; } = new(0, []);

    /// <summary>What the query may have meant; null when nothing is near.</summary>
    public string? Suggestion { get; private set; }

    /// <summary>True while there is no index to ask.</summary>
    public bool IsUnavailable { get; private set; }

    public bool StableOnly => Prerelease == "false";

    /// <summary>How many filters differ from their beginning.</summary>
    public int ActiveFilters => (StableOnly ? 1 : 0) + (string.IsNullOrEmpty(PackageType) ? 0 : 1) + (string.IsNullOrEmpty(Framework) ? 0 : 1);

    public int PageCount => (int)Math.Clamp((Result.TotalHits + OnPage - 1) / OnPage, 1, LastPage);

    public PageLinks Pages => new(PageNumber, PageCount, number => Address(Query, number));

    public async Task OnGetAsync()
    {
        Query = Query?.Trim() is { Length: > 0 } query ? query[..Math.Min(query.Length, LongestQuery)] : null;
        PageNumber = Math.Clamp(PageNumber, 1, LastPage);
        try
        {
            Result = await search.SearchAsync(new SearchRequest
            {
                FeedId = feeds.Main.Id,
                Query = Query,
                Skip = (PageNumber - 1) * OnPage,
                Take = OnPage,
                Prerelease = !StableOnly,
                SemVer2 = true,
                PackageType = PackageType,
                Framework = Framework,
            }, HttpContext.RequestAborted);
            if (Result.TotalHits == 0 && Query is not null)
            {
                Suggestion = await SuggestAsync(Query);
            }
        }
        catch (SearchUnavailableException)
        {
            IsUnavailable = true;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>This page's address with another query or page; what is as at the beginning is left out.</summary>
    public string Address(string? query, int page = 1, bool filters = true)
    {
        List<KeyValuePair<string, string?>> values = [];
        Add("q", query);
        Add("prerel", filters && StableOnly ? "false" : null);
        Add("type", filters ? PackageType : null);
        Add("framework", filters ? Framework : null);
        Add("page", page > 1 ? page.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        return Request.PathBase + "/packages" + QueryString.Create(values);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                values.Add(new KeyValuePair<string, string?>(name, value));
            }
        }
    }

    private async Task<string?> SuggestAsync(string query)
    {
        string[] words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool changed = false;
        for (int i = 0; i < Math.Min(words.Length, MostCorrectedWords); i++)
        {
            if (!words[i].Contains(':', StringComparison.Ordinal) && await search.SuggestAsync(words[i], HttpContext.RequestAborted) is { } near)
            {
                words[i] = near;
                changed = true;
            }
        }

        return changed ? string.Join(' ', words) : null;
    }
}
