using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods/authenticator: scan, type the first code, keep the recovery codes.</summary>
public sealed class AuthenticatorModel(Authenticator authenticator, StepUp stepUp) : FactorPage(stepUp)
{
    /// <summary>The seed on the page.</summary>
    public Enrolment Enrolment { get; private set; } = new("", "", "");

    /// <summary>The seed in groups of four, as it is typed off.</summary>
    public string Spaced => string.Join(' ', Enrolment.Secret.Chunk(4).Select(g => new string(g)));

    [BindProperty]
    public string? Seed { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    public void OnGet() => Enrolment = authenticator.Begin(Person, Site);

    public async Task<IActionResult> OnPostAsync()
    {
        // The same seed again, so that a code mistyped is not an app to set up anew.
        Enrolment = authenticator.Again(Person, Site, Seed ?? "") ?? authenticator.Begin(Person, Site);
        if (!await ProvedAsync())
        {
            return Page();
        }

        if (!Take(await authenticator.ConfirmAsync(Person, Seed ?? "", Input.Code ?? "", Site, HttpContext.SessionActor())))
        {
            ModelState.SetModelValue("Input.Code", "", "");
            return Page();
        }

        if (Codes is not null)
        {
            return Page();
        }

        TempData["Status"] = WebText.Factors["App.Done"];
        return RedirectToPage("Index");
    }

    public sealed class Fields
    {
        public string? Code { get; set; }
    }
}
