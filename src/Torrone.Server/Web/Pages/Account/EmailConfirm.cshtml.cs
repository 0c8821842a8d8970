using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Where the link in the letter to a new address leads. Looking changes nothing, because mail scanners look too; the button does.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class EmailConfirmModel(ChangeEmail change) : MailedLinkPage
{
    public async Task<IActionResult> OnPostAsync()
    {
        bool done = await change.ConfirmAsync(MailedToken.Of(HttpContext), Site, HttpContext.SessionActor());
        MailedToken.Drop(HttpContext);
        if (!done)
        {
            return Page();
        }

        TempData["Status"] = T["NewEmail.Done"];
        return HttpContext.CurrentAccount() is null ? RedirectToPage("LogOn") : RedirectToPage("Settings");
    }

    protected override Task<(string Name, string Email)?> PeekAsync(string? token) => change.PeekAsync(token);
}
