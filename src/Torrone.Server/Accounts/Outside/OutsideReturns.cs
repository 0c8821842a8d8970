using System.Text.Json;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Outside;

/// <summary>
/// An identity between the provider's answer and the page that acts on it: a row for ten minutes and one use, known to one browser by a
/// cookie.
/// </summary>
internal sealed class OutsideReturns(Database database, OneTimeLinks links)
{
    private const string CookieName = "torrone.outside";
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>Notes the identity and gives the browser its token.</summary>
    public async Task KeepAsync(HttpContext context, OutsideIdentity identity)
    {
        string token = await database.WriteAsync(write =>
            links.IssueBesideAsync(write, LinkPurpose.Outside, null, Lasts, JsonSerializer.Serialize(identity)), context.RequestAborted);
        CookieOptions options = Options(context);
        options.MaxAge = Lasts;
        context.Response.Cookies.Append(CookieName, token, options);
    }

    /// <summary>The identity that this browser brought back; null when there is none, or it is too old or used.</summary>
    public async Task<OutsideIdentity?> PeekAsync(DbSession read, HttpContext context) =>
        Read(await links.PeekAsync(read, LinkPurpose.Outside, context.Request.Cookies[CookieName]));

    /// <summary>As <see cref="PeekAsync"/>, and uses it up.</summary>
    public async Task<OutsideIdentity?> TakeAsync(WriteTransaction write, HttpContext context) =>
        Read(await links.TakeAsync(write, LinkPurpose.Outside, context.Request.Cookies[CookieName]));

    /// <summary>Takes the cookie back.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName, Options(context));

    private static OutsideIdentity? Read(OneTimeLink? link) => link?.Payload is { } payload ? JsonSerializer.Deserialize<OutsideIdentity>(payload) : null;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase + "/account",
        IsEssential = true,
    };
}
