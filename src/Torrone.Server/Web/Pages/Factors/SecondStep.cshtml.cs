using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Http;
using Torrone.Server.Web.Pages.Account;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/second-step: a code, a passkey or a recovery code, after the right password.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class SecondStepModel(SecondStep step, PasskeyPlace place) : AccountPage
{
    /// <summary>Where to go on; whatever leaves the site becomes the start page.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>True when the page asks for a recovery code.</summary>
    [BindProperty(SupportsGet = true, Name = "recovery")]
    public bool ByRecovery { get; set; }

    [BindProperty]
    public GivenFields Proof { get; set; } = new();

    public ProofWays Ways { get; private set; } = new(0, false, false, []);

    public bool OffersPasskey => !ByRecovery && Ways.Passkeys > 0 && place.IsGood(Request);

    public async Task<IActionResult> OnGetAsync() => HttpContext.CurrentAccount() is not null ? GoOn(ReturnUrl)
        : await FindAsync() ? Page()
        : Over();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync() || await step.RunAsync(FirstStep.Of(HttpContext), Proof.Given, Site, HttpContext.SessionActor()) is not { } answer)
        {
            return Over();
        }

        if (answer.Session is { } session)
        {
            FirstStep.Drop(HttpContext);
            HttpContext.BeginSession(session);
            Preferences.Follow(HttpContext, session);
            return GoOn(ReturnUrl);
        }

        ModelState.AddModelError(Proof.Passkey.Length > 0 ? "" : "Proof.Code", WebText.Factors[Proof.Passkey.Length > 0 ? "Step.PasskeyWrong" : "Proof.WrongFactor"]);
        return Page();
    }

    private async Task<bool> FindAsync()
    {
        ProofWays? ways = await step.WaysAsync(FirstStep.Of(HttpContext));
        Ways = ways ?? Ways;
        return ways is not null;
    }

    // The first step was too long ago, or never was.
    private RedirectToPageResult Over()
    {
        FirstStep.Drop(HttpContext);
        return RedirectToPage("/Account/LogOn", new { returnUrl = ReturnUrl });
    }
}
