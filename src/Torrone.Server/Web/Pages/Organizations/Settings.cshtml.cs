using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}/settings: rename it, leave it, delete it.</summary>
public sealed class SettingsModel(
    ChangeMember change, RenameOrganization rename, DeleteOrganization delete, OrganizationDirectory directory, StepUp stepUp)
    : OrganizationPage(directory, stepUp)
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public override string Tab => "settings";

    /// <summary>Packages that it owns alone: they are in the way of deleting it.</summary>
    public IReadOnlyList<string> Sole { get; private set; } = [];

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostRenameAsync()
    {
        await LookAsync();
        string name = (Input.Name ?? "").Trim();
        if (!await ProveAsync() || !Succeeded(await rename.RunAsync(Organization, HttpContext.SessionActor(), name, Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T.Format("Rename.Done", name);
        return Redirect($"{Request.PathBase}/organization/{Uri.EscapeDataString(name)}/settings");
    }

    public async Task<IActionResult> OnPostLeaveAsync()
    {
        await LookAsync();
        if (!await ProveAsync() || !Succeeded(await change.LeaveAsync(Organization, Person, HttpContext.SessionActor(), Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        return Away(T.Format("Leave.Done", Organization.Name));
    }

    public async Task<IActionResult> OnPostDeleteAsync()
    {
        await LookAsync();
        if (!await ProveAsync()
            || !Succeeded(await delete.RunAsync(Organization, HttpContext.SessionActor(), Input.TypedName ?? "", Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        return Away(T.Format("Delete.Done", Organization.Name));
    }

    private RedirectResult Away(string sentence)
    {
        TempData["Status"] = sentence;
        return Redirect($"{Request.PathBase}/account/organizations");
    }

    private async Task LookAsync() => Sole = await delete.ObstaclesAsync(Person, Organization, HttpContext.RequestAborted);

    public sealed class Fields
    {
        public string? Name { get; set; }

        public string? TypedName { get; set; }
    }
}
