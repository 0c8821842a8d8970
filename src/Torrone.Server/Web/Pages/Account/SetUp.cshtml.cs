using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Accounts.SetUp;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>The first administrator's account, by the link that the first start hands out.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class SetUpModel(SetUpLink setUp) : AccountPage
{
    [BindProperty]
    public NewAccountFields Input { get; set; } = new();

    /// <summary>True while the link works.</summary>
    public bool IsGood { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is not null)
        {
            MailedToken.Hold(HttpContext, token);
            return RedirectToPage();
        }

        IsGood = await setUp.IsGoodAsync(MailedToken.Of(HttpContext));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        SetUpAnswer answer = await setUp.ClaimAsync(MailedToken.Of(HttpContext), Input.Asked(), HttpContext.SessionActor());
        if (answer.Session is { } session)
        {
            MailedToken.Drop(HttpContext);
            HttpContext.BeginSession(session);
            TempData["Status"] = T["SetUp.Done"];
            return GoOn(null);
        }

        IsGood = answer.Problems.Count > 0;
        Show(answer.Problems);
        return Page();
    }
}
