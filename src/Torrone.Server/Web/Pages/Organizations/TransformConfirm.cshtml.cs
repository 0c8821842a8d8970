using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/account/organizations/transform/confirm: the administrator-to-be says yes.</summary>
public sealed class TransformConfirmModel(TransformAccount transform, StepUp stepUp) : MemberPage(stepUp)
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The account that becomes an organization; null when the link is no good, or for somebody else.</summary>
    public string? AccountName { get; private set; }

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await LookAsync();
        if (AccountName is not { } name || !await ProveAsync()
            || !Succeeded(await transform.ConfirmAsync(Person, HttpContext.SessionActor(), Token, Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T.Format("TransformConfirm.Done", name);
        return Redirect($"{Request.PathBase}/organization/{Uri.EscapeDataString(name)}");
    }

    private async Task LookAsync() => AccountName = await transform.LookAsync(Person, Token, HttpContext.RequestAborted);
}
