using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Http;
using Torrone.Server.Settings;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Sign in. The published guides link here: /users/account/LogOn?returnUrl=%2F.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class LogOnModel(SignIn signIn, PasskeySignIn passkeys, PasskeyPlace place, TorroneSettings settings) : AccountPage
{
    // Pages for who is not signed in: the header's link leads here from them, and coming back to them would be odd.
    private static readonly string[] ForStrangers =
        ["/users/account/LogOn", "/account/register", "/account/sent", "/account/confirm", "/account/forgot", "/account/reset", "/account/signout", "/account/second-step", "/setup",
        "/account/invitation", "/account/email/confirm", "/account/email/undo"];

    /// <summary>Where to go on; whatever leaves the site becomes the start page.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    [BindProperty]
    public GivenFields Proof { get; set; } = new();

    /// <summary>False under a numeric address, or without https: a browser would refuse.</summary>
    public bool OffersPasskey => place.IsGood(Request);

    public IReadOnlyList<OutsideProvider> Providers { get; } = OutsideProvider.Of(settings);

    public IActionResult OnGet() => HttpContext.CurrentAccount() is null ? Page() : GoBack();

    public async Task<IActionResult> OnPostAsync()
    {
        SignInAnswer answer = await signIn.RunAsync(Input.Name ?? "", Input.Password ?? "", HttpContext.SessionActor());
        if (answer.SecondStep is { } token)
        {
            FirstStep.Hold(HttpContext, token);
            return RedirectToPage("/Factors/SecondStep", new { returnUrl = ReturnUrl });
        }

        return Answer(answer, "Input.Name", T[answer.IsLocked ? "LogOn.Locked" : "LogOn.Failed"]);
    }

    public async Task<IActionResult> OnPostPasskeyAsync()
    {
        SignInAnswer answer = await passkeys.RunAsync(Proof.Given, HttpContext.SessionActor());
        return Answer(answer, "", answer.IsLocked ? T["LogOn.Locked"] : WebText.Factors["Step.PasskeyWrong"]);
    }

    private IActionResult Answer(SignInAnswer answer, string field, string failure)
    {
        if (answer.Session is { } session)
        {
            HttpContext.BeginSession(session);
            Preferences.Follow(HttpContext, session);
            return GoBack();
        }

        ModelState.AddModelError(field, failure);
        return Page();
    }

    private IActionResult GoBack()
    {
        string path = (ReturnUrl ?? "").Split('?')[0];
        bool isForStrangers = ForStrangers.Any(page => path.Equals(Request.PathBase + page, StringComparison.OrdinalIgnoreCase)
            || path.StartsWith(Request.PathBase + page + "/", StringComparison.OrdinalIgnoreCase));
        return GoOn(isForStrangers ? null : ReturnUrl);
    }

    public sealed class Fields
    {
        public string? Name { get; set; }

        public string? Password { get; set; }
    }
}
