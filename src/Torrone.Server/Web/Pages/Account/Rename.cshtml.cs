using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Another user name.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
public sealed class RenameModel(RenameAccount rename, StepUp stepUp) : OwnAccountPage
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public void OnGet()
    {
        // The form alone.
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        IReadOnlyList<AccountProblem> problems = await rename.RunAsync(Person, Input.Name ?? "", Site, HttpContext.SessionActor());
        if (problems.Count == 0)
        {
            TempData["Status"] = T.Format("Rename.Done", (Input.Name ?? "").Trim());
            return RedirectToPage("Settings");
        }

        Show(problems, stepUp);
        return Page();
    }

    public sealed class Fields
    {
        public string? Name { get; set; }
    }
}
