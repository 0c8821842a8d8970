using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Account;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>What the pages on organizations share: somebody is signed in, problems stand beside their fields, and what an operation forbids is a 403.</summary>
[Authorize]
public abstract class MemberPage(StepUp stepUp) : AccountPage
{
    protected new static TextSource T => WebText.Organizations;

    /// <summary>The signed-in person.</summary>
    public SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("The page was reached without a session.");

    public override void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        if (context.Exception is UnauthorizedAccessException)
        {
            context.ExceptionHandled = true;
            context.Result = new ForbidResult();
        }
    }

    /// <summary>True when the person proved to be the account's holder; false when the page must be shown again, asking for it.</summary>
    protected Task<bool> ProveAsync() => stepUp.ProvedAsync(ModelState);

    /// <summary>Puts a problem beside its field, which is called Input.Name and so on. True when there was none.</summary>
    protected bool Succeeded(OrganizationProblem? problem)
    {
        if (problem is null)
        {
            return true;
        }

        if (problem.Field == OrganizationProblem.ProofField)
        {
            stepUp.Ask(ModelState);
        }
        else
        {
            ModelState.AddModelError(problem.Field.Length == 0 ? "" : "Input." + problem.Field, problem.Sentence);
        }

        return false;
    }
}
