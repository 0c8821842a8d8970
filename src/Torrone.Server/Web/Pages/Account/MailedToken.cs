namespace Torrone.Server.Web.Pages.Account;

/// <summary>
/// Takes the token of a mailed link out of the address at once, into a cookie for its one page: the address is what histories, logs,
/// screenshots and the page's own links carry on.
/// </summary>
internal static class MailedToken
{
    private const string CookieName = "torrone.link";
    private const int Longest = 64;

    /// <summary>Keeps the token for this page and path.</summary>
    public static void Hold(HttpContext context, string token)
    {
        CookieOptions options = Options(context);
        options.MaxAge = TimeSpan.FromHours(1);
        context.Response.Cookies.Append(CookieName, token.Length <= Longest ? token : "", options);
    }

    /// <summary>The token that was held, or null.</summary>
    public static string? Of(HttpContext context) => context.Request.Cookies[CookieName];

    /// <summary>Forgets it, once it is used.</summary>
    public static void Drop(HttpContext context) => context.Response.Cookies.Delete(CookieName, Options(context));

    // Lax, because the way here leads from a mail: Strict would be left out of the redirect that follows.
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase + context.Request.Path,
        IsEssential = true,
    };
}
