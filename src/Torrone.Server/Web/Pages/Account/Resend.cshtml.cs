using Microsoft.AspNetCore.RateLimiting;
using Torrone.Server.Accounts;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>Asks for the confirming letter once more.</summary>
[EnableRateLimiting(AttemptLimit.Policy)]
[OpenToStrangers]
public sealed class ResendModel(ConfirmEmail confirm) : LetterRequestPage("confirm")
{
    protected override Task SendAsync(string email) => confirm.SendAgainAsync(email, Site);
}
