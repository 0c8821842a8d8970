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
public sealed class EmailUndoModel(UndoEmailChange undo) : MailedLinkPage
{
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

    protected override Task<(string Name, string Email)?> PeekAsync(string? token) => undo.PeekAsync(token);
}
