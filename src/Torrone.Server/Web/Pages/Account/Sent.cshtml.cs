using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>"A letter is on its way, if …": the same for everybody.</summary>
[OpenToStrangers]
public sealed class SentModel(TorroneSettings settings) : AccountPage
{
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    public bool IsReset => What == "reset";

    /// <summary>True when no mail leaves this server: the person must ask whoever can read its folder.</summary>
    public bool IsKeptInFolder => settings.Smtp.Host.Length == 0;

    public IActionResult OnGet() => What is "confirm" or "reset" ? Page() : NotFound();
}
