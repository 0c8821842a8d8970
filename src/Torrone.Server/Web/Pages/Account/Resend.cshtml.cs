using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Asks for the confirming letter once more. The answer is the same for every address.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class ResendModel(ConfirmEmail confirm) : AccountPage
{
    [BindProperty]
    public EmailField Input { get; set; } = new();

    public void OnGet()
    {
        // The form alone.
    }

    public async Task<IActionResult> OnPostAsync()
    {
        string email = (Input.Email ?? "").Trim();
        if (EmailRules.Check(email) is { } problem)
        {
            Show([problem]);
            return Page();
        }

        await confirm.SendAgainAsync(email, Site);
        return RedirectToPage("Sent", new { what = "confirm" });
    }
}
