using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Asks for a link that sets a new password.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class ForgotModel(ResetPassword reset) : LetterRequestPage("reset")
{
    protected override Task SendAsync(string email) => reset.AskAsync(email, Site);
}
