using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Sign in. The published guides link here: /users/account/LogOn?returnUrl=%2F.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class LogOnModel(SignIn signIn) : AccountPage
{
    // Pages for who is not signed in: the header's link leads here from them, and coming back to them would be odd.
    private static readonly string[] ForStrangers =
        ["/users/account/LogOn", "/account/register", "/account/sent", "/account/confirm", "/account/forgot", "/account/reset", "/account/signout", "/setup"];

    /// <summary>Where to go on; whatever leaves the site becomes the start page.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    public IActionResult OnGet() => HttpContext.CurrentAccount() is null ? Page() : GoBack();

    public async Task<IActionResult> OnPostAsync()
    {
        SignInAnswer answer = await signIn.RunAsync(Input.Name ?? "", Input.Password ?? "", HttpContext.SessionActor());
        if (answer.Session is { } session)
        {
            HttpContext.BeginSession(session);
            return GoBack();
        }

        ModelState.AddModelError("Input.Name", T[answer.IsLocked ? "LogOn.Locked" : "LogOn.Failed"]);
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
