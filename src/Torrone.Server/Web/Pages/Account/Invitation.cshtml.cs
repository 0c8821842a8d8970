using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Invitations;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>An account by an administrator's invitation.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class InvitationModel(AcceptInvitation accept) : AccountPage
{
    [BindProperty]
    public NewAccountFields Input { get; set; } = new();

    /// <summary>Null when the link does not work (any more).</summary>
    public GalleryInvitation? Invitation { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        Invitation = await accept.PeekAsync(MailedToken.Of(HttpContext));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        string? token = MailedToken.Of(HttpContext);
        InvitationAnswer answer = await accept.RunAsync(token, Input.Asked(), Site, HttpContext.SessionActor());
        if (answer.Session is not null || answer.MustConfirm)
        {
            MailedToken.Drop(HttpContext);
        }

        if (answer.Session is { } session)
        {
            HttpContext.BeginSession(session);
            TempData["Status"] = T["Invitation.Done"];
            return GoOn(null);
        }

        if (answer.MustConfirm)
        {
            return RedirectToPage("Sent", new { what = "confirm" });
        }

        Invitation = answer.Problems.Count > 0 ? await accept.PeekAsync(token) : null;
        Show(answer.Problems);
        return Page();
    }
}
