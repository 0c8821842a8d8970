using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Locks;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>One person or organization: what a lock would stop, the lock with its reason, and its end.</summary>
public sealed class PersonModel(LockAccount locks, ResetFactors factors, StepUp stepUp) : AdminPage
{
    public LockableAccount One { get; private set; } = new();

    [BindProperty]
    public Fields Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string person) => await FindAsync(person) ? Page() : NotFound();

    public async Task<IActionResult> OnPostLockAsync(string person)
    {
        IReadOnlyList<AccountProblem>? problems = await locks.LockAsync(Person, person, Input.Reason ?? "", Site, HttpContext.SessionActor());
        if (problems is null || !await FindAsync(person))
        {
            return NotFound();
        }

        if (problems.Count > 0)
        {
            Show(problems);
            return Page();
        }

        TempData["Status"] = T.Format("Lock.Done", One.Name);
        return RedirectToPage(new { person });
    }

    public async Task<IActionResult> OnPostUnlockAsync(string person)
    {
        if (!await locks.UnlockAsync(Person, person, Site, HttpContext.SessionActor()) || !await FindAsync(person))
        {
            return NotFound();
        }

        TempData["Status"] = T.Format("Unlock.Done", One.Name);
        return RedirectToPage(new { person });
    }

    public async Task<IActionResult> OnPostResetFactorsAsync(string person)
    {
        if (!await FindAsync(person))
        {
            return NotFound();
        }

        if (!await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        IReadOnlyList<AccountProblem>? problems = await factors.RunAsync(Person, person, Site, HttpContext.SessionActor());
        if (problems is not { Count: 0 })
        {
            stepUp.Ask(ModelState);
            return Page();
        }

        TempData["Status"] = T.Format("Factors.Done", One.Name);
        return RedirectToPage(new { person });
    }

    private async Task<bool> FindAsync(string person)
    {
        One = await locks.FindAsync(Person, person, HttpContext.RequestAborted) ?? new LockableAccount();
        return One.PublicId.Length > 0;
    }

    public sealed class Fields
    {
        public string? Reason { get; set; }
    }
}
