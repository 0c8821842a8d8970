using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Pages.Account;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>What the pages on sign-in methods share: somebody is signed in, and every change asks for a fresh proof.</summary>
[Authorize]
[EnableRateLimiting(AttemptLimit.Policy)]
public abstract class FactorPage(StepUp stepUp) : AccountPage
{
    /// <summary>Recovery codes to show in this answer, and in no other; null on every other page.</summary>
    public IReadOnlyList<string>? Codes { get; private set; }

    /// <summary>The signed-in person.</summary>
    public SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("Nobody is signed in.");

    protected Task<bool> ProvedAsync() => stepUp.ProvedAsync(ModelState);

    /// <summary>Takes over what came of a change: true when it was made.</summary>
    protected bool Take(FactorAnswer answer)
    {
        foreach (AccountProblem problem in answer.Problems)
        {
            if (problem.Field == StepUp.Field)
            {
                stepUp.Ask(ModelState);
            }
            else
            {
                Show([problem]);
            }
        }

        Codes = answer.RecoveryCodes;
        return answer.Problems.Count == 0;
    }
}
