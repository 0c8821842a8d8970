using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Torrone.Server.Accounts;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>A page of the account of whoever is signed in.</summary>
[Authorize]
public abstract class OwnAccountPage : AccountPage
{
    public SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("The page was reached without a session.");

    /// <summary>In UTC, which script turns into the reader's own time.</summary>
    public static DateTime Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;

    /// <summary>Puts an operation's problems beside their fields; one about the proof makes the page ask for it.</summary>
    protected void Show(IReadOnlyCollection<AccountProblem> problems, StepUp stepUp)
    {
        ModelStateDictionary state = ModelState;
        if (problems.Contains(AccountProblem.ProofTooOld))
        {
            state.Clear();
            stepUp.Ask(state);
        }
        else
        {
            Show(problems);
        }
    }
}
