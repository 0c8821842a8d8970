using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}/settings: leave it.</summary>
public sealed class SettingsModel(ChangeMember change, OrganizationDirectory directory, StepUp stepUp) : OrganizationPage(directory, stepUp)
{
    public override string Tab => "settings";

    public void OnGet()
    {
        // The forms alone.
    }

    public async Task<IActionResult> OnPostLeaveAsync()
    {
        if (!await ProveAsync() || !Succeeded(await change.LeaveAsync(Organization, Person, HttpContext.SessionActor(), Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T.Format("Leave.Done", Organization.Name);
        return Redirect($"{Request.PathBase}/account/organizations");
    }
}
