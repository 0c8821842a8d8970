using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>One's own account: who one is, the language, the password.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
public sealed class SettingsModel(
    AccountDirectory directory, ChangePassword change, ChangeEmail email, ChangeLanguage language, LanguageOffer offer, StepUp stepUp) : OwnAccountPage
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public string Email { get; private set; } = "";

    /// <summary>The address that waits for its confirmation; null when none does.</summary>
    public string? PendingEmail { get; private set; }

    public bool HasPassword { get; private set; }

    /// <summary>The tag of the language that letters are written in.</summary>
    public string Language { get; private set; } = "";

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        await LookAsync();
        if (!HasPassword && !await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        IReadOnlyList<AccountProblem> problems = await change.RunAsync(
            Person, Input.Current ?? "", Input.Password ?? "", Site, HttpContext.SessionActor());
        if (problems.Count == 0)
        {
            TempData["Status"] = T["Change.Done"];
            return RedirectToPage();
        }

        Show(problems, stepUp);
        return Page();
    }

    public async Task<IActionResult> OnPostLanguageAsync([FromForm(Name = "language")] string? tag)
    {
        if (tag is null || !offer.IsHonoured(tag))
        {
            return BadRequest();
        }

        await language.RunAsync(Person, tag);
        Preferences.KeepLanguage(HttpContext, tag);
        TempData["Status"] = T["Language.Done"];
        return RedirectToPage();
    }

    private async Task LookAsync()
    {
        Torrone.Server.Accounts.Account? account = await directory.FindAsync(Person.PrincipalId);
        Email = account?.Email ?? "";
        HasPassword = account?.HasPassword ?? false;
        PendingEmail = await email.PendingAsync(Person);
        Language = await language.OfAsync(Person.PrincipalId) ?? System.Globalization.CultureInfo.CurrentUICulture.Name;
    }

    public sealed class Fields
    {
        public string? Current { get; set; }

        public string? Password { get; set; }
    }
}
