using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods/authenticator/remove: says what that does, then does it.</summary>
public sealed class AuthenticatorRemoveModel(Authenticator authenticator, ListSignInMethods list, StepUp stepUp) : FactorPage(stepUp)
{
    public ProofWays Ways { get; private set; } = new(0, false, false, []);

    public async Task<IActionResult> OnGetAsync()
    {
        Ways = (await list.RunAsync(Person)).Ways;
        return Ways.HasAuthenticator ? Page() : RedirectToPage("Index");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Ways = (await list.RunAsync(Person)).Ways;
        if (!await ProvedAsync() || !Take(await authenticator.RemoveAsync(Person, Site, HttpContext.SessionActor())))
        {
            return Page();
        }

        TempData["Status"] = WebText.Factors["App.Removed"];
        return RedirectToPage("Index");
    }
}
