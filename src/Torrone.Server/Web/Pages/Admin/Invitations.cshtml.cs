using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Invitations;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>Invitations to the gallery. A link that is made is shown in the answer to the post and never again.</summary>
public sealed class InvitationsModel(InviteToGallery invite, TimeProvider clock) : AdminPage
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public IReadOnlyList<GalleryInvitation> Invitations { get; private set; } = [];

    /// <summary>False where the settings let nobody join.</summary>
    public bool IsOffered => invite.IsOffered;

    /// <summary>In days, the shortest first.</summary>
    public IEnumerable<int> Lives => InviteToGallery.Lives.Order();

    /// <summary>The link just made, or null.</summary>
    public string? Link { get; private set; }

    /// <summary>The address that a letter with it went to; null when none did.</summary>
    public string? LinkFor { get; private set; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long LinkUntil { get; private set; }

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostInviteAsync()
    {
        InviteAnswer answer = await invite.RunAsync(Person, Input.Email, Input.Days, Site, HttpContext.SessionActor());
        Show(answer.Problems);
        if (answer.Link is not null)
        {
            (Link, LinkFor, LinkUntil) = (answer.Link, string.IsNullOrWhiteSpace(Input.Email) ? null : Input.Email.Trim(), answer.ExpiresAt);
            ModelState.Clear();
            Input = new Fields();
        }

        await LookAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostCancelAsync(string? invitation)
    {
        TempData["Status"] = T[await invite.CancelAsync(Person, invitation ?? "", HttpContext.SessionActor())
            ? "Invitations.CancelDone" : "Invitations.Gone"];
        return RedirectToPage();
    }

    /// <summary>"open", "expired", "accepted" or "cancelled".</summary>
    public string StateOf(GalleryInvitation one) =>
        one.Answer ?? (one.ExpiresAt > clock.GetUtcNow().ToUnixTimeMilliseconds() ? "open" : "expired");

    private async Task LookAsync() => Invitations = await invite.ListAsync(Person, HttpContext.RequestAborted);

    public sealed class Fields
    {
        public string? Email { get; set; }

        public int Days { get; set; } = InviteToGallery.Lives[0];
    }
}
