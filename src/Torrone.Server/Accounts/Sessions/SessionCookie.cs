using System.Buffers.Text;

namespace Torrone.Server.Accounts.Sessions;

/// <summary>
/// The cookie that carries the session. Over https it is Secure, and without a path base it has the __Host- prefix, under which a
/// browser takes it from this host alone; the plain name is then never read.
/// </summary>
internal static class SessionCookie
{
    private const string PlainName = "torrone-session";
    private const int SecretLength = 43;

    /// <summary>The secret, or null when there is none or it cannot be one.</summary>
    public static string? Read(HttpContext context) =>
        context.Request.Cookies[Name(context)] is { Length: SecretLength } secret && Base64Url.IsValid(secret) ? secret : null;

    public static void Write(HttpContext context, string secret)
    {
        CookieOptions options = Options(context);
        options.MaxAge = SessionStore.Longest;
        context.Response.Cookies.Append(Name(context), secret, options);
    }

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name(context), Options(context));

    private static string Name(HttpContext context) =>
        context.Request.IsHttps && !context.Request.PathBase.HasValue ? "__Host-" + PlainName : PlainName;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        IsEssential = true,
    };
}
