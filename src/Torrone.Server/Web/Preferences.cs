using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Web;

/// <summary>POST /preferences: language or theme, then back to the page.</summary>
public static class Preferences
{
    /// <summary>The route, under the path base.</summary>
    public const string Path = "/preferences";

    // No antiforgery token: a token would put a cookie and no-store on every page that a stranger reads, and the worst that a forged
    // request could do here is to turn the lights out. Browsers say where a request comes from, and other sites' are ignored.
    public static async Task<IResult> SaveAsync(HttpContext context, LanguageOffer languages)
    {
        if (context.Request.Headers["Sec-Fetch-Site"] == "cross-site" || !context.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        IFormCollection form = await context.Request.ReadFormAsync(
            new FormOptions { ValueCountLimit = 8, ValueLengthLimit = 4096, BufferBodyLengthLimit = 16384, KeyLengthLimit = 64 },
            context.RequestAborted);
        string theme = form["theme"].ToString();
        if (Theme.All.Contains(theme))
        {
            Keep(context, Theme.CookieName, theme);
        }

        string language = form["language"].ToString();
        if (languages.IsHonoured(language))
        {
            KeepLanguage(context, language);
        }

        return Results.LocalRedirect(LocalAddress.OrHome(context.Request, form["returnUrl"]));
    }

    /// <summary>Makes pages speak a language from the next request on.</summary>
    /// <param name="language">A tag that the gallery honours.</param>
    public static void KeepLanguage(HttpContext context, string language) =>
        Keep(context, LanguageOffer.CookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)));

    /// <summary>Pages speak the language that the person of a session which has just begun has chosen; as before where none is.</summary>
    public static void Follow(HttpContext context, StartedSession session)
    {
        if (session.Language is { } language && context.RequestServices.GetRequiredService<LanguageOffer>().IsHonoured(language))
        {
            KeepLanguage(context, language);
        }
    }

    private static void Keep(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(365),
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    });
}
