using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Where the link in the letter to a new address leads. Looking changes nothing, because mail scanners look too; the button does.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class EmailConfirmModel(ChangeEmail change) : AccountPage
{
    /// <summary>Whose address it will be; null when the link does not work (any more).</summary>
    public string? Name { get; private set; }

    public string Email { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        if (await change.PeekAsync(MailedToken.Of(HttpContext)) is ({ } name, { } email))
        {
            (Name, Email) = (name, email);
        }

        return Page();
    }

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
}
