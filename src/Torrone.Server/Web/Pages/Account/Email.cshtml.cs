using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Settings;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Asks for another address. The answer is the same whether the address has an account already or not.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
public sealed class EmailModel(ChangeEmail change, AccountDirectory directory, TorroneSettings settings, StepUp stepUp) : OwnAccountPage
{
    [BindProperty]
    public EmailField Input { get; set; } = new();

    /// <summary>The address that the account has.</summary>
    public string Current { get; private set; } = "";

    /// <summary>The address that waits for its confirmation; null when none does.</summary>
    public string? Pending { get; private set; }

    /// <summary>True when no mail leaves this server: the person must ask whoever can read its folder.</summary>
    public bool IsKeptInFolder => settings.Smtp.Host.Length == 0;

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAskAsync()
    {
        await LookAsync();
        if (!await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        IReadOnlyList<AccountProblem> problems = await change.AskAsync(Person, Input.Email ?? "", Site, HttpContext.SessionActor());
        if (problems.Count == 0)
        {
            return RedirectToPage();
        }

        Show(problems, stepUp);
        return Page();
    }

    public async Task<IActionResult> OnPostCancelAsync()
    {
        await change.CancelAsync(Person, HttpContext.SessionActor());
        TempData["Status"] = T["NewEmail.Cancelled"];
        return RedirectToPage();
    }

    private async Task LookAsync()
    {
        Current = (await directory.FindAsync(Person.PrincipalId))?.Email ?? "";
        Pending = await change.PendingAsync(Person);
    }
}
