using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/advisories/{identifier}: one advisory, and what this gallery makes of it.</summary>
public sealed class AdvisoryModel(AdvisoryList list, DecideAdvisory decide) : AdminPage
{
    private static new TextSource T => WebText.Advice;

    public StoredAdvisory Found { get; private set; } = null!;

    private AdvisoryKeeper Keeper => AdvisoryKeeper.Of(Person, HttpContext.SessionActor());

    public async Task<IActionResult> OnGetAsync(string identifier)
    {
        Require();
        if (await list.FindOneAsync(identifier, HttpContext.RequestAborted) is not { } found)
        {
            return NotFound();
        }

        Found = found;
        return Page();
    }

    public async Task<IActionResult> OnPostDismissAsync(string identifier, string? reason) =>
        After(await decide.DismissAsync(Keeper, identifier, reason, HttpContext.RequestAborted), "One.Dismissed", identifier, stay: true);

    public async Task<IActionResult> OnPostReinstateAsync(string identifier) =>
        After(await decide.ReinstateAsync(Keeper, identifier, HttpContext.RequestAborted), "One.Reinstated", identifier, stay: true);

    public async Task<IActionResult> OnPostRemoveAsync(string identifier) =>
        After(await decide.RemoveAsync(Keeper, identifier, HttpContext.RequestAborted), "One.Removed", identifier, stay: false);

    private IActionResult After(bool found, string status, string identifier, bool stay)
    {
        if (!found)
        {
            return NotFound();
        }

        TempData["Status"] = T.Format(status, identifier);
        return stay ? RedirectToPage("/Admin/Advisory", new { identifier }) : RedirectToPage("/Admin/Advisories");
    }
}
