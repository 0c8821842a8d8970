using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Where the link in the letter to an old address leads: takes the change back, then asks for a new password.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class EmailUndoModel(UndoEmailChange undo) : AccountPage
{
    /// <summary>Whose address comes back; null when the link does not work (any more).</summary>
    public string? Name { get; private set; }

    public string Email { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        if (await undo.PeekAsync(MailedToken.Of(HttpContext)) is ({ } name, { } email))
        {
            (Name, Email) = (name, email);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        string? reset = await undo.RunAsync(MailedToken.Of(HttpContext), Site, HttpContext.SessionActor());
        MailedToken.Drop(HttpContext);
        if (reset is null)
        {
            return Page();
        }

        HttpContext.ForgetSession();
        TempData["Status"] = T["Undo.Done"];
        return RedirectToPage("Reset", new { token = reset });
    }
}
