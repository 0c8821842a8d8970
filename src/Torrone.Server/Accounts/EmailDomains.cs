using Torrone.Server.Settings;

namespace Torrone.Server.Accounts;

/// <summary>Which addresses people may choose for themselves, as the setting Torrone__Accounts__EmailDomains says.</summary>
public sealed class EmailDomains(TorroneSettings settings)
{
    private readonly string[] _domains =
        settings.Accounts.EmailDomains.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The problem with an address that its holder asks for, its form included; or null.</summary>
    public AccountProblem? Check(string address) =>
        EmailRules.Check(address) ?? (Allows(address) ? null : new AccountProblem("Email", "EmailDomain"));

    /// <summary>True when the address's domain is one of the setting's, or the setting is empty.</summary>
    public bool Allows(string address)
    {
        string domain = address[(address.LastIndexOf('@') + 1)..];
        return _domains.Length == 0 || _domains.Any(d => d.StartsWith("*.", StringComparison.Ordinal)
            ? domain.EndsWith(d[1..], StringComparison.OrdinalIgnoreCase)
            : domain.Equals(d, StringComparison.OrdinalIgnoreCase));
    }
}
