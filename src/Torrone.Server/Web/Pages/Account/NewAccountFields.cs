using Torrone.Server.Accounts;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>What somebody types to get an account.</summary>
public sealed class NewAccountFields
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>An empty password is a password that is too short, never an account without one.</summary>
    public NewAccount Asked() => new(Name ?? "", Email ?? "", Password ?? "")
    {
        Language = System.Globalization.CultureInfo.CurrentUICulture.Name,
    };
}
