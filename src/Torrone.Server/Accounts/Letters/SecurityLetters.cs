using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.Accounts.Letters;

/// <summary>What a person is told about the account's safety. The words stand in this room's texts under "Letter.", {0} the name, {1} the site.</summary>
internal static class SecurityLetters
{
    private static TextSource Text => AccountsText.Text;

    /// <param name="organization">The organization that was locked, of which the reader is an administrator; null: the reader's account.</param>
    public static Letter Locked(string site, string name, string? organization, string reason) =>
        Of(organization is null ? "Locked" : "OrganizationLocked", site, organization ?? name, null, reason);

    /// <inheritdoc cref="Locked"/>
    public static Letter Unlocked(string site, string name, string? organization) =>
        Of(organization is null ? "Unlocked" : "OrganizationUnlocked", site, organization ?? name, "/users/account/LogOn");

    /// <summary>To the address that is to be the account's.</summary>
    public static Letter NewEmail(string site, string name, string token) => Of("NewEmail", site, name, "/account/email/confirm?token=" + token);

    /// <summary>To who has the address that another account was to get.</summary>
    public static Letter EmailInUse(string site, string name) => Of("EmailInUse", site, name, null);

    /// <summary>To the address that was the account's until now.</summary>
    public static Letter EmailChanged(string site, string name, string token) => Of("EmailChanged", site, name, "/account/email/undo?token=" + token);

    /// <summary>To the address that is the account's again.</summary>
    public static Letter EmailRestored(string site, string name) => Of("EmailRestored", site, name, "/account/forgot");

    public static Letter Renamed(string site, string name, string before) => Of("Renamed", site, name, "/account/forgot", before);

    public static Letter Deleted(string site, string name) => Of("Deleted", site, name, null);

    /// <param name="until">When the link ends, UTC Unix milliseconds.</param>
    public static Letter Invitation(string site, string inviter, string token, long until) =>
        Of("Invitation", site, inviter, "/account/invitation?token=" + token, Text.Format("Letter.Moment", DateTimeOffset.FromUnixTimeMilliseconds(until).UtcDateTime));

    private static Letter Of(string which, string site, string name, string? path, params string[] more)
    {
        object[] values = [name, site, .. more];
        return new Letter(
            Text.Format($"Letter.{which}.Subject", values),
            [Text.Format($"Letter.{which}.Body", values)],
            path is null ? null : new LetterLink(site + path, Text[$"Letter.{which}.Button"]),
            [Text.Format($"Letter.{which}.After", values)],
            site);
    }
}
