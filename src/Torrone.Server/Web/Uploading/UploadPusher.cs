using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Packages.Push;

namespace Torrone.Server.Web.Uploading;

/// <summary>The person on the upload page, as who publishes.</summary>
internal static class UploadPusher
{
    public static Pusher Of(HttpContext context) => new(context.SessionActor(), context.CurrentAccount()!.PrincipalId)
    {
        Site = context.RequestServices.GetRequiredService<LinkBase>().Of(context),
    };
}
