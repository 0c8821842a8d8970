using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Settings;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods/outside/end: asks before a link to an outside identity goes.</summary>
public sealed class OutsideEndModel(LinkOutside link, TorroneSettings settings, StepUp stepUp) : FactorPage(stepUp)
{
    [BindProperty(SupportsGet = true, Name = "provider")]
    public string? Provider { get; set; }

    [BindProperty(SupportsGet = true, Name = "subject")]
    public string? Subject { get; set; }

    public OutsideLogin Login { get; private set; } = new();

    /// <summary>What the provider is called; its issuer when the settings do not know it any more.</summary>
    public string Title => OutsideProvider.Of(settings).FirstOrDefault(p => p.Issuer == Login.Provider)?.Title ?? Login.Provider;

    public async Task<IActionResult> OnGetAsync() => await FindAsync() ? Page() : RedirectToPage("Index");

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync())
        {
            return RedirectToPage("Index");
        }

        if (!await ProvedAsync() || await link.EndAsync(Person, Login.Provider, Login.Subject, Site, HttpContext.SessionActor()) is not { } answer || !Take(answer))
        {
            return Page();
        }

        TempData["Status"] = WebText.Factors.Format("Outside.Ended", Title);
        return RedirectToPage("Index");
    }

    private async Task<bool> FindAsync()
    {
        OutsideLogin? found = (await link.ListAsync(Person)).Find(l => l.Provider == Provider && l.Subject == Subject);
        Login = found ?? Login;
        return found is not null;
    }
}
