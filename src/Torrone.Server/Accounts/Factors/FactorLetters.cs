using Torrone.Server.Accounts.Letters;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.Accounts.Factors;

/// <summary>Tells a person by letter that the ways into the account changed or were tried.</summary>
internal sealed class FactorLetters(SecurityMail mail)
{
    private static TextSource Text => AccountsText.Text;

    /// <param name="what">The letter's key, e.g. "Factor.PasskeyAdded": its texts are Letter.{what}.Subject and .Body, with {0} the user name, {1} the site, {2} the detail.</param>
    /// <param name="detail">E.g. the passkey's name. The person's own words: text, never markup, and without line breaks.</param>
    public Task TellAsync(WriteTransaction write, Account account, string what, string site, string detail = "") => mail.SendAsync(write, account.PrincipalId, name => new Letter(
        Text.Format($"Letter.{what}.Subject", name, site, detail),
        [Text.Format($"Letter.{what}.Body", name, site, detail), Text["Letter.Factor.NotYou"]],
        new LetterLink(site + "/account/sign-in-methods", Text["Letter.Factor.Button"]),
        [],
        site));
}
