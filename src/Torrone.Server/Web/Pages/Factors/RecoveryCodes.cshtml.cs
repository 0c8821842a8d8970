using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods/recovery-codes: a fresh set, shown once.</summary>
public sealed class RecoveryCodesModel(RecoveryCodes codes, ListSignInMethods list, StepUp stepUp) : FactorPage(stepUp)
{
    public async Task<IActionResult> OnGetAsync() =>
        (await list.RunAsync(Person)).Ways.HasSecondFactor ? Page() : RedirectToPage("Index");

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ProvedAsync())
        {
            Take(await codes.RenewAsync(Person, Site, HttpContext.SessionActor()));
        }

        return Page();
    }
}
