using Torrone.Server.Http;

namespace Torrone.Server.Search;

/// <summary>What a search answers when it cannot.</summary>
public static class SearchRefusals
{
    /// <summary>There is no index yet, or the query was too expensive.</summary>
    public static Refusal Unavailable =>
        new(StatusCodes.Status503ServiceUnavailable, "search-unavailable", SearchText.Text.English("Unavailable")) { RetryAfterSeconds = 5 };
}
