using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Where one is signed in: device, address, last use; end one, the others, or all.</summary>
public sealed class SessionsModel(SessionStore sessions, SignOut signOut) : OwnAccountPage
{
    /// <summary>The living ones, the last used first.</summary>
    public IReadOnlyList<OpenSession> Sessions { get; private set; } = [];

    public async Task OnGetAsync() => Sessions = await sessions.ListAsync(Person.PrincipalId, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostEndAsync(string? session)
    {
        TempData["Status"] = T[await signOut.RunAsync(Person, session ?? "", HttpContext.SessionActor()) ? "Sessions.Ended" : "Sessions.Gone"];
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        TempData["Status"] = T.Plural("Sessions.EndedOthers", await signOut.OthersAsync(Person, HttpContext.SessionActor()));
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndAllAsync()
    {
        await signOut.EverywhereAsync(Person, HttpContext.SessionActor());
        HttpContext.ForgetSession();
        TempData["Status"] = T["Sessions.EndedAll"];
        return GoOn(null);
    }
}
