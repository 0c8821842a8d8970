using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Deletion;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Deletes one's account, once nothing depends on it alone.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
public sealed class DeleteModel(DeleteAccount delete, StepUp stepUp) : OwnAccountPage
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public DeletionObstacles Obstacles { get; private set; } = new([], [], false);

    public async Task OnGetAsync() => Obstacles = await delete.LookAsync(Person);

    public async Task<IActionResult> OnPostAsync()
    {
        Obstacles = await delete.LookAsync(Person);
        if (!await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        IReadOnlyList<AccountProblem> problems = await delete.RunAsync(Person, Input.Name ?? "", Site, HttpContext.SessionActor());
        if (problems.Count == 0)
        {
            HttpContext.ForgetSession();
            TempData["Status"] = T["Delete.Done"];
            return GoOn(null);
        }

        Show(problems, stepUp);
        return Page();
    }

    public sealed class Fields
    {
        public string? Name { get; set; }
    }
}
