using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/account/organizations: what one belongs to, and what one is invited to.</summary>
public sealed class IndexModel(OrganizationDirectory directory, MemberList members, AnswerInvitation answer, StepUp stepUp) : MemberPage(stepUp)
{
    public IReadOnlyList<Organization> Organizations { get; private set; } = [];

    public IReadOnlyList<PendingInvitation> Invitations { get; private set; } = [];

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAcceptAsync(string? invitation)
    {
        await LookAsync();
        PendingInvitation? asked = Invitations.FirstOrDefault(i => i.PublicId == invitation);
        if (!Succeeded(await answer.AcceptAsync(Person, HttpContext.SessionActor(), null, invitation, Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T.Format("Invitations.Joined", asked?.OrganizationName);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostDeclineAsync(string? invitation)
    {
        bool declined = await answer.DeclineAsync(Person, HttpContext.SessionActor(), null, invitation, Site, HttpContext.RequestAborted);
        TempData["Status"] = T[declined ? "Invitations.Declined" : "Invitations.Gone"];
        return RedirectToPage();
    }

    private async Task LookAsync()
    {
        Organizations = await directory.OfAsync(Person, HttpContext.RequestAborted);
        Invitations = await members.InvitationsOfAsync(Person, HttpContext.RequestAborted);
    }
}
