using Microsoft.AspNetCore.Authorization;
using Torrone.Server.Accounts;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Account;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Owners;

/// <summary>What the pages on package owners share.</summary>
[Authorize]
public abstract class OwnersPage(StepUp stepUp) : AccountPage
{
    protected new static TextSource T => WebText.Owners;

    /// <summary>The signed-in person.</summary>
    public SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("The page was reached without a session.");

    /// <summary>True when the person proved to be the account's holder; false when the page must be shown again, asking for it.</summary>
    protected Task<bool> ProveAsync() => stepUp.ProvedAsync(ModelState);

    /// <summary>Puts problems beside their fields. True when there were none.</summary>
    protected bool Succeeded(params IReadOnlyList<OwnerProblem> problems)
    {
        foreach (OwnerProblem problem in problems)
        {
            if (problem.Field == OwnerProblem.ProofField)
            {
                stepUp.Ask(ModelState);
            }
            else
            {
                ModelState.AddModelError(problem.Field == "Owner" ? "Input.Owner" : "", problem.Sentence);
            }
        }

        return problems.Count == 0;
    }

    /// <summary>What the next page says.</summary>
    protected static string Done(OwnerAnswer answer) => answer.Added > 0
        ? T.Plural("Added", answer.Added, answer.Owner)
        : T.Plural("Requested", answer.Requested, answer.Owner);
}
