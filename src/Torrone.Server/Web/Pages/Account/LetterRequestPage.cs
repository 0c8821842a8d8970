using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>A page that asks for a letter to an address. The answer is the same for every address, whoever has it.</summary>
/// <param name="what">Which letter, for the page that says it is on its way.</param>
public abstract class LetterRequestPage(string what) : AccountPage
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

        await SendAsync(email);
        return RedirectToPage("Sent", new { what });
    }

    /// <summary>Sends the letter if there is somebody to send it to; takes as long either way.</summary>
    protected abstract Task SendAsync(string email);
}
