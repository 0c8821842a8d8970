using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Where the mailed link for a new password leads.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class ResetModel(ResetPassword reset) : AccountPage
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    /// <summary>Whose password it is; null when the link does not work any more.</summary>
    public string? UserName { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        UserName = (await reset.WhoseAsync(MailedToken.Of(HttpContext)))?.Name;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        string? token = MailedToken.Of(HttpContext);
        UserName = (await reset.WhoseAsync(token))?.Name;
        IReadOnlyList<AccountProblem>? problems = await reset.RunAsync(token, Input.Password ?? "", Site, HttpContext.SessionActor());
        if (problems is { Count: 0 })
        {
            MailedToken.Drop(HttpContext);
            TempData["Status"] = T["Reset.Done"];
            return RedirectToPage("LogOn");
        }

        Show(problems ?? []);
        UserName = problems is null ? null : UserName;
        return Page();
    }

    public sealed class Fields
    {
        public string? Password { get; set; }
    }
}
