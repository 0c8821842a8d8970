using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Torrone.Server.Accounts;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Account;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>A page of Administration. What it asks of the operations is refused there to who is no administrator; here that becomes a 403.</summary>
[Authorize]
public abstract class AdminPage : AccountPage
{
    protected new static TextSource T => WebText.Admin;

    public SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("The page was reached without a session.");

    /// <summary>For a page that asks no operation before it shows itself.</summary>
    /// <exception cref="NotAdministratorException">The person is none; the answer becomes a 403.</exception>
    protected void Require()
    {
        if (!Person.IsAdmin)
        {
            throw new NotAdministratorException();
        }
    }

    public override void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        if (context.Exception is NotAdministratorException)
        {
            context.ExceptionHandled = true;
            context.Result = new ForbidResult();
        }
    }
}
