using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Http;
using Torrone.Server.Organizations;
using Torrone.Server.Settings;
using Torrone.Server.Web.Pages.Account;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/outside: where the way to an outside provider and back ends.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class OutsideModel(
    OutsideSignIn signIn, LinkOutside link, ClaimedMemberships memberships, TorroneSettings settings, StepUp stepUp) : AccountPage
{
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    public OutsideOutcome Outcome { get; private set; }

    public OutsideIdentity? Identity { get; private set; }

    /// <summary>What the provider is called.</summary>
    public string Title => OutsideProvider.Of(settings).FirstOrDefault(p => p.Name == Identity?.Provider)?.Title ?? Identity?.Issuer ?? "";

    public async Task<IActionResult> OnGetAsync()
    {
        OutsideAnswer answer = await AskAsync();
        if (answer is { Outcome: OutsideOutcome.SignedIn or OutsideOutcome.Proved, Identity: { } identity })
        {
            await memberships.RunAsync(identity, answer.PrincipalId, answer.PublicId,
                HttpContext.SessionActor() with { PrincipalId = answer.PrincipalId, PublicId = answer.PublicId });
        }

        if (answer.SignIn?.SecondStep is { } token)
        {
            FirstStep.Hold(HttpContext, token);
            return RedirectToPage("/Factors/SecondStep", new { returnUrl = ReturnUrl });
        }

        if (answer.SignIn?.Session is { } session)
        {
            HttpContext.BeginSession(session);
            return GoOn(ReturnUrl);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        OutsideAnswer answer = await AskAsync();
        if (answer.Outcome != OutsideOutcome.ToLink || HttpContext.CurrentAccount() is not { } person || !await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        FactorAnswer linked = await link.RunAsync(HttpContext, person, Site, HttpContext.SessionActor());
        if (linked.Problems.Count > 0)
        {
            foreach (AccountProblem problem in linked.Problems)
            {
                ModelState.AddModelError(problem.Field == StepUp.Field ? StepUp.Field : "", problem.Sentence);
            }

            return Page();
        }

        await memberships.RunAsync(answer.Identity!, person.PrincipalId, person.PublicId, HttpContext.SessionActor());
        TempData["Status"] = WebText.Factors.Format("Outside.Linked", Title);
        return RedirectToPage("Index");
    }

    private async Task<OutsideAnswer> AskAsync()
    {
        OutsideAnswer answer = await signIn.RunAsync(HttpContext, HttpContext.CurrentAccount(), HttpContext.SessionActor());
        (Outcome, Identity) = (answer.Outcome, answer.Identity);
        return answer;
    }
}
