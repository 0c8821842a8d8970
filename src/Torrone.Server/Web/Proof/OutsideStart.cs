using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Settings;

namespace Torrone.Server.Web.Proof;

/// <summary>GET /account/outside/{provider}: sends the browser to the provider. A plain link, because a form may lead to no other site.</summary>
public static class OutsideStart
{
    /// <summary>The route, under the path base.</summary>
    public const string Path = "/account/outside/{provider}";

    /// <summary>The link to it.</summary>
    public static string Address(IUrlHelper url, OutsideProvider provider, string? returnUrl) =>
        url.Content("~/account/outside/" + provider.Name) + (string.IsNullOrEmpty(returnUrl) ? "" : QueryString.Create("returnUrl", returnUrl));

    public static async Task GoAsync(HttpContext context, string provider, TorroneSettings settings, ILoggerFactory log)
    {
        if (OutsideProvider.Of(settings).FirstOrDefault(p => p.Name == provider) is not { } known)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        AuthenticationProperties properties = new() { RedirectUri = LocalAddress.OrHome(context.Request, context.Request.Query["returnUrl"]) };
        if (context.CurrentAccount() is not null)
        {
            // To link it, or as a proof: that the provider still remembers the browser proves nothing.
            properties.Items[OutsideProvider.AskAgain] = "true";
        }

        try
        {
            context.Response.Headers.CacheControl = "no-cache, no-store";
            await context.ChallengeAsync(known.Scheme, properties);
        }
        catch (OutsideException e)
        {
            log.CreateLogger(typeof(OutsideStart)).LogWarning(e, "Nobody can be sent to {Provider}.", provider);
            context.Response.Redirect(context.Request.PathBase + "/account/outside");
        }
    }
}
