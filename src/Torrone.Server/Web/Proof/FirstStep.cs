namespace Torrone.Server.Web.Proof;

/// <summary>The cookie between the two steps of a sign-in: short-lived, for the pages of accounts alone.</summary>
internal static class FirstStep
{
    private const string CookieName = "torrone.first-step";

    /// <summary>Gives the browser what the first step came to.</summary>
    public static void Hold(HttpContext context, string token)
    {
        CookieOptions options = Options(context);
        options.MaxAge = Accounts.SecondStep.Lasts;
        context.Response.Cookies.Append(CookieName, token, options);
    }

    /// <summary>What it brings back, or null.</summary>
    public static string? Of(HttpContext context) => context.Request.Cookies[CookieName];

    /// <summary>Takes it back, once the second step is done.</summary>
    public static void Drop(HttpContext context) => context.Response.Cookies.Delete(CookieName, Options(context));

    // Lax: an outside provider leads here from another site.
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase + "/account",
        IsEssential = true,
    };
}
