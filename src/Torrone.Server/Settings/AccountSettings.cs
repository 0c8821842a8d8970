namespace Torrone.Server.Settings;

/// <summary>Who may have an account, and how long keys may live (Torrone__Accounts__…).</summary>
public sealed class AccountSettings
{
    /// <summary>open, invitation or closed; empty: open while the server listens on loopback alone with neither public URL nor proxy, else invitation.</summary>
    public string Registration { get; set; } = "";

    /// <summary>
    /// Domains of the addresses that people may register with or change to, with commas between; *.example.com stands for every domain
    /// below example.com. Empty: every domain. Whom an administrator adds is not held to it.
    /// </summary>
    public string EmailDomains { get; set; } = "";

    /// <summary>The longest life of an API key in days, 1 to 365. Default 365.</summary>
    public int MaxKeyDays { get; set; } = 365;
}
