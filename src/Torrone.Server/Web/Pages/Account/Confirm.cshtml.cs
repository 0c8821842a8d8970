using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Where the mailed link leads. Looking confirms nothing, because mail scanners look too; the button does.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class ConfirmModel(ConfirmEmail confirm) : AccountPage
{
    /// <summary>True while the link works.</summary>
    public bool IsGood { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        IsGood = await confirm.IsGoodAsync(MailedToken.Of(HttpContext));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        bool done = await confirm.RunAsync(MailedToken.Of(HttpContext), HttpContext.SessionActor());
        MailedToken.Drop(HttpContext);
        if (!done)
        {
            return Page();
        }

        TempData["Status"] = T["Confirm.Done"];
        return RedirectToPage("LogOn");
    }
}
