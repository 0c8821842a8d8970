using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Pages.Account;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods/passkeys/new: a name, then the browser makes the passkey.</summary>
[RequestSizeLimit(256 * 1024)]
public sealed class PasskeyNewModel(Passkeys passkeys, PasskeyPlace place, StepUp stepUp) : FactorPage(stepUp)
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    /// <summary>False under a numeric address, or without https.</summary>
    public bool PasskeysWork => place.IsGood(Request);

    // Most people have one passkey per device, and its browser and system are what they call it.
    public void OnGet() => Input.Name = ClientName.Of(Request.Headers.UserAgent);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await ProvedAsync()
            || !Take(await passkeys.AddAsync(Person, Input.Name, Input.Credential, Input.State, Site, HttpContext.SessionActor())))
        {
            return Page();
        }

        if (Codes is not null)
        {
            return Page();
        }

        TempData["Status"] = WebText.Factors["Passkeys.Done"];
        return RedirectToPage("Index");
    }

    public sealed class Fields
    {
        public string Name { get; set => field = value ?? ""; } = "";

        public string Credential { get; set => field = value ?? ""; } = "";

        public string State { get; set => field = value ?? ""; } = "";
    }
}
