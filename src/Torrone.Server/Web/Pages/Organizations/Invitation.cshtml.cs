using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Account;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/account/organizations/invitation: what a link offers, to anybody who brings it; to accept it one is signed in.</summary>
public sealed class InvitationModel(AnswerInvitation answer) : AccountPage
{
    private new static TextSource T => WebText.Organizations;

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>Null when nobody is signed in.</summary>
    public SignedIn? Reader => HttpContext.CurrentAccount();

    /// <summary>Null when the link is unknown, answered or expired.</summary>
    public OfferedInvitation? Offered { get; private set; }

    /// <summary>This page's own address, to come back to after signing in.</summary>
    public string Here => $"{Request.PathBase}{Request.Path}{QueryString.Create("token", Token ?? "")}";

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAcceptAsync()
    {
        await LookAsync();
        if (Reader is not { } reader)
        {
            return Challenge();
        }

        if (Offered is not { } offered)
        {
            return Page();
        }

        if (await answer.AcceptAsync(reader, HttpContext.SessionActor(), Token, null, Site, HttpContext.RequestAborted) is { } problem)
        {
            await LookAsync();
            ModelState.AddModelError("", problem.Sentence);
            return Page();
        }

        TempData["Status"] = T.Format("Invitations.Joined", offered.OrganizationName);
        return Redirect($"{Request.PathBase}/organization/{Uri.EscapeDataString(offered.OrganizationName)}");
    }

    public async Task<IActionResult> OnPostDeclineAsync()
    {
        if (Reader is not { } reader)
        {
            return Challenge();
        }

        bool declined = await answer.DeclineAsync(reader, HttpContext.SessionActor(), Token, null, Site, HttpContext.RequestAborted);
        TempData["Status"] = T[declined ? "Invitations.Declined" : "Invitations.Gone"];
        return Redirect($"{Request.PathBase}/account/organizations");
    }

    private async Task LookAsync() => Offered = await answer.LookAsync(Reader, Token, HttpContext.RequestAborted);
}
