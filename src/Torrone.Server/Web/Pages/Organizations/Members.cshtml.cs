using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}/members: who belongs to it, who is invited. An invitation's link is shown in the answer to the post and never again.</summary>
public sealed class MembersModel(
    MemberList list, InviteMember invite, ChangeMember change, OrganizationDirectory directory, StepUp stepUp) : OrganizationPage(directory, stepUp)
{
    /// <summary>Days that an invitation can be accepted.</summary>
    public static IReadOnlyList<int> Offered { get; } = [1, InviteMember.UsualDays, 14, InviteMember.MostDays];

    /// <summary>The member that the page asks about before removing; null when it asks nothing.</summary>
    [BindProperty(SupportsGet = true, Name = "remove")]
    public string? Asked { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    public override string Tab => "members";

    public IReadOnlyList<Member> Members { get; private set; } = [];

    public IReadOnlyList<PendingInvitation> Invitations { get; private set; } = [];

    /// <summary>The member behind <see cref="Asked"/>.</summary>
    public Member? AskedMember => Organization.IsAdmin ? Members.FirstOrDefault(m => m.PublicId == Asked) : null;

    /// <summary>The link just made, or null.</summary>
    public string? Link { get; private set; }

    /// <summary>Whom it is for.</summary>
    public string? LinkFor { get; private set; }

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostInviteAsync()
    {
        if (await ProveAsync())
        {
            InviteAnswer answer = await invite.RunAsync(Organization, HttpContext.SessionActor(), Input.Who ?? "", MemberRoles.Parse(Input.Role),
                Input.Days, Site, HttpContext.RequestAborted);
            if (Succeeded(answer.Problem))
            {
                (Link, LinkFor) = (answer.Link, answer.Who);
                ModelState.Clear();
                Input = new Fields();
            }
        }

        await LookAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostCancelInvitationAsync(string? invitation)
    {
        bool cancelled = await invite.CancelAsync(Organization, HttpContext.SessionActor(), invitation ?? "", HttpContext.RequestAborted);
        return Done(T[cancelled ? "Waiting.Cancelled" : "Invitations.Gone"]);
    }

    public async Task<IActionResult> OnPostRoleAsync(string? member, string? role)
    {
        await LookAsync();
        return await ProveAsync() && Succeeded(await change.SetRoleAsync(
                Organization, HttpContext.SessionActor(), member ?? "", MemberRoles.Parse(role), Site, HttpContext.RequestAborted))
            ? Done(T.Format("Role.Done", Name(member)))
            : Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? member)
    {
        Asked = member;
        await LookAsync();
        return await ProveAsync() && Succeeded(await change.RemoveAsync(
                Organization, HttpContext.SessionActor(), member ?? "", Site, HttpContext.RequestAborted))
            ? Done(T.Format("Remove.Done", Name(member)))
            : Page();
    }

    private string? Name(string? member) => Members.FirstOrDefault(m => m.PublicId == member)?.Name;

    private RedirectResult Done(string sentence)
    {
        TempData["Status"] = sentence;
        return Redirect(Address(Tab));
    }

    private async Task LookAsync()
    {
        Members = await list.ReadAsync(Person, Organization, HttpContext.RequestAborted);
        Invitations = await list.InvitationsAsync(Person, Organization, HttpContext.RequestAborted);
    }

    public sealed class Fields
    {
        public string? Who { get; set; }

        public string? Role { get; set; }

        public int Days { get; set; } = InviteMember.UsualDays;
    }
}
