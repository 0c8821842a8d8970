using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/account/organizations/transform: asks the first administrator of what is an account now.</summary>
public sealed class TransformModel(TransformAccount transform, StepUp stepUp) : MemberPage(stepUp)
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public void OnGet()
    {
        // The form alone.
    }

    public async Task<IActionResult> OnPostAsync()
    {
        string admin = (Input.Who ?? "").Trim();
        if (!await ProveAsync() || !Succeeded(await transform.RequestAsync(Person, HttpContext.SessionActor(), admin, Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T.Format("Transform.Asked", admin);
        return Redirect($"{Request.PathBase}/account/organizations");
    }

    public sealed class Fields
    {
        public string? Who { get; set; }
    }
}
