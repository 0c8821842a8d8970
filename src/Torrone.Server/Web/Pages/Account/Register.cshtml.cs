using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.SetUp;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Create an account. The answer is the same whether the address has one already or not.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class RegisterModel(Register register, RegistrationPolicy policy, FirstAdministrator first) : AccountPage
{
    [BindProperty]
    public NewAccountFields Input { get; set; } = new();

    /// <summary>The key of the sentence that says why there is no form; null when there is one.</summary>
    public string? Closed { get; private set; }

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await LookAsync();
        if (Closed is not null)
        {
            return Page();
        }

        IReadOnlyList<AccountProblem> problems = await register.RunAsync(Input.Asked(), Site, HttpContext.SessionActor());
        Show(problems);
        return problems.Count == 0 ? RedirectToPage("Sent", new { what = "confirm" }) : Page();
    }

    private async Task LookAsync() => Closed =
        !await first.IsThereAsync() ? "Register.NotSetUp"
        : policy.Mode switch
        {
            RegistrationMode.Open => null,
            RegistrationMode.Invitation => "Register.ByInvitation",
            _ => "Register.Closed",
        };
}
