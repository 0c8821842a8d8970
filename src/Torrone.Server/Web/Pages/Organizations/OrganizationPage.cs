using Microsoft.AspNetCore.Mvc.Filters;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>
/// A page under /organization/{name}: for members. A former name leads to today's; an organization that the person does not belong to
/// is forbidden, since its profile is public; a name of nobody is not found.
/// </summary>
public abstract class OrganizationPage(OrganizationDirectory directory, StepUp stepUp) : MemberPage(stepUp)
{
    /// <summary>The organization with the reader's role in it.</summary>
    public Organization Organization { get; private set; } = new();

    /// <summary>The tab that is current: packages, members, keys, policies, log, settings.</summary>
    public abstract string Tab { get; }

    /// <summary>The address of one of its pages, path base included.</summary>
    public string Address(string tab) => $"{Request.PathBase}/organization/{Uri.EscapeDataString(Organization.Name)}{(tab == "packages" ? "" : "/" + tab)}";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        string name = RouteData.Values["name"]?.ToString() ?? "";
        if (await directory.FindAsync(Person, name, HttpContext.RequestAborted) is not { } organization)
        {
            context.Result = await directory.CurrentNameAsync(name, HttpContext.RequestAborted) is not { } current ? NotFound()
                : current.Equals(name, StringComparison.OrdinalIgnoreCase) ? Forbid()
                : HttpMethods.IsGet(Request.Method) ? Redirect($"{Request.PathBase}/organization/{Uri.EscapeDataString(current)}{Rest(name)}")
                : NotFound();
            return;
        }

        Organization = organization;
        await base.OnPageHandlerExecutionAsync(context, next);
    }

    // What stands behind the name, so that a link to a tab leads to the same tab.
    private string Rest(string name)
    {
        string path = Request.Path.Value ?? "";
        int at = path.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : path[(at + name.Length)..];
    }
}
