using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Sign in. The published guides link here: /users/account/LogOn?returnUrl=%2F.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
public sealed class LogOnModel(SignIn signIn) : AccountPage
{
    /// <summary>Where to go on; whatever leaves the site becomes the start page.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    public IActionResult OnGet() => HttpContext.CurrentAccount() is null ? Page() : GoOn(ReturnUrl);

    public async Task<IActionResult> OnPostAsync()
    {
        SignInAnswer answer = await signIn.RunAsync(Input.Name ?? "", Input.Password ?? "", HttpContext.SessionActor());
        if (answer.Session is { } session)
        {
            HttpContext.BeginSession(session);
            return GoOn(ReturnUrl);
        }

        ModelState.AddModelError("Input.Name", T[answer.IsLocked ? "LogOn.Locked" : "LogOn.Failed"]);
        return Page();
    }

    public sealed class Fields
    {
        public string? Name { get; set; }

        public string? Password { get; set; }
    }
}
