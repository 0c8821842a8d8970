using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>One's own account: who one is, the password, the sessions.</summary>
[Authorize]
[EnableRateLimiting(AttemptLimit.Policy)]
public sealed class SettingsModel(AccountDirectory directory, SessionStore sessions, ChangePassword change, SignOut signOut) : AccountPage
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public string Email { get; private set; } = "";

    public IReadOnlyList<OpenSession> Sessions { get; private set; } = [];

    public SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("The page was reached without a session.");

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        IReadOnlyList<AccountProblem> problems = await change.RunAsync(
            Person, Input.Current ?? "", Input.Password ?? "", Site, HttpContext.SessionActor());
        if (problems.Count == 0)
        {
            TempData["Status"] = T["Change.Done"];
            return RedirectToPage();
        }

        Show(problems);
        await LookAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostEndSessionAsync(string? session)
    {
        TempData["Status"] = T[await signOut.RunAsync(Person, session ?? "", HttpContext.SessionActor()) ? "Sessions.Ended" : "Sessions.Gone"];
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        TempData["Status"] = T.Plural("Sessions.EndedOthers", await signOut.OthersAsync(Person, HttpContext.SessionActor()));
        return RedirectToPage();
    }

    /// <summary>In UTC, which script turns into the reader's own time.</summary>
    public static DateTime Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;

    private async Task LookAsync()
    {
        Email = (await directory.FindAsync(Person.PrincipalId))?.Email ?? "";
        Sessions = await sessions.ListAsync(Person.PrincipalId);
    }

    public sealed class Fields
    {
        public string? Current { get; set; }

        public string? Password { get; set; }
    }
}
