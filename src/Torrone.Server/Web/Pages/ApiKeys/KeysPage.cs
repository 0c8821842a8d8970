using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>What the pages on API keys share: somebody is signed in, and it is that person's keys.</summary>
[Authorize]
public abstract class KeysPage(StepUp stepUp, TimeProvider clock) : PageModel
{
    /// <summary>The clock when the page was asked for.</summary>
    public DateTimeOffset Clock { get; } = clock.GetUtcNow();

    /// <summary>The same in UTC Unix milliseconds.</summary>
    public long Now => Clock.ToUnixTimeMilliseconds();

    /// <summary>The secret to show in this answer; null on every other page.</summary>
    public ShownKey? Shown { get; protected set; }

    /// <summary>True when the form was answered before: the secret is not shown again.</summary>
    public bool AlreadyMade { get; protected set; }

    /// <summary>The key that a form was answered for.</summary>
    public string PublicId { get; protected set; } = "";

    /// <summary>The signed-in person.</summary>
    protected SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Nothing of these pages may be kept anywhere.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        // As the forms' own protection writes it, which else overrides it with a warning in the log.
        Response.Headers.CacheControl = "no-cache, no-store";
        Response.Headers.Pragma = "no-cache";
    }

    /// <summary>A right that ended while the request was on its way is an answer, not a fault.</summary>
    public override void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        if (context.Exception is UnauthorizedAccessException)
        {
            context.ExceptionHandled = true;
            context.Result = Forbid();
        }
    }

    /// <summary>True when the person proved to be the account's holder; false when the page must be shown again, asking for it.</summary>
    protected Task<bool> ProveAsync() => stepUp.ProvedAsync(ModelState);

    /// <summary>Finds a key in the person's list or in that of an organization that it administers; null when it is in none.</summary>
    protected async Task<SeenKey?> SeeAsync(ListKeys keys, string publicId)
    {
        Actor who = HttpContext.SessionActor();
        List<KeyOwner> owners = await keys.OwnersAsync(who, Person.PrincipalId, HttpContext.RequestAborted);
        foreach (KeyOwner list in owners.Where(o => !o.IsOrganization || o.IsAdmin))
        {
            if (await keys.FindAsync(who, list.Id, publicId, HttpContext.RequestAborted) is { } key)
            {
                KeyOwner? owner = list.IsOrganization ? list with { MembershipId = null } : owners.Find(o => o.Id == key.OwnerId);
                return new SeenKey(key, list, owner);
            }
        }

        return null;
    }

    /// <summary>Shows why nothing was made, each sentence beside its field.</summary>
    protected void Show(IEnumerable<KeyProblem> problems, Func<string, string> fieldOf)
    {
        ModelState.Clear();
        foreach (KeyProblem problem in problems)
        {
            if (problem.Field == "proof")
            {
                stepUp.Ask(ModelState);
            }
            else
            {
                ModelState.AddModelError(fieldOf(problem.Field), problem.Sentence);
            }
        }
    }

    /// <summary>Takes over what came of a form that makes a secret.</summary>
    protected void Answer(IssueAnswer answer, KeyDetails? key, bool regenerated, string siteAddress)
    {
        AlreadyMade = answer.AlreadyMade;
        PublicId = answer.PublicId ?? "";
        Shown = answer.Secret is { } secret && key is not null ? new ShownKey(secret.Reveal(), key, regenerated, Now, siteAddress) : null;
    }
}
