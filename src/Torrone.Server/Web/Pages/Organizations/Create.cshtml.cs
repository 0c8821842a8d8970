using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/account/organizations/create</summary>
public sealed class CreateModel(CreateOrganization create, StepUp stepUp) : MemberPage(stepUp)
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public void OnGet()
    {
        // The form alone.
    }

    public async Task<IActionResult> OnPostAsync()
    {
        string name = (Input.Name ?? "").Trim();
        if (!await ProveAsync() || !Succeeded(await create.RunAsync(Person, HttpContext.SessionActor(), name, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T.Format("Create.Done", name);
        return Redirect($"{Request.PathBase}/organization/{Uri.EscapeDataString(name)}/members");
    }

    public sealed class Fields
    {
        public string? Name { get; set; }
    }
}
