using Microsoft.AspNetCore.Mvc;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>
/// Where a letter's link about an address leads. Looking changes nothing, because mail scanners look too; the button does.
/// </summary>
public abstract class MailedLinkPage : AccountPage
{
    /// <summary>Whose address it is about; null when the link does not work (any more).</summary>
    public string? Name { get; private set; }

    public string Email { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        if (await PeekAsync(MailedToken.Of(HttpContext)) is var (name, email))
        {
            (Name, Email) = (name, email);
        }

        return Page();
    }

    /// <summary>What the link is about, without using it up; null when it does not work.</summary>
    protected abstract Task<(string Name, string Email)?> PeekAsync(string? token);
}
