using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Sign out: by a post, so that no other site's picture can do it; who follows an old link is asked.</summary>
public sealed class SignOutModel(SignOut signOut) : AccountPage
{
    public IActionResult OnGet() => HttpContext.CurrentAccount() is null ? GoOn(null) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.CurrentAccount() is { } person)
        {
            await signOut.RunAsync(person, person.SessionPublicId, HttpContext.SessionActor());
        }

        HttpContext.ForgetSession();
        TempData["Status"] = T["SignOut.Done"];
        return GoOn(null);
    }
}
