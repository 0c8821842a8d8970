namespace Torrone.Server.Web;

/// <summary>Light, dark, or what the system says. Kept in a cookie and written onto the html element by the server, so that no page flashes.</summary>
public static class Theme
{
    public const string CookieName = "torrone.theme";

    /// <summary>What a person may choose, in the order in which it is offered.</summary>
    public static IReadOnlyList<string> All { get; } = ["system", "light", "dark"];

    /// <summary>The choice of this visitor; "system" when there is none or the cookie holds something else.</summary>
    public static string Of(HttpContext context) =>
        context.Request.Cookies[CookieName] is { } chosen && All.Contains(chosen) ? chosen : All[0];
}
