using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.Accounts.Letters;

/// <summary>The letters of this room, in the language of the request. Names in them are user names, which hold no line break.</summary>
internal static class AccountLetters
{
    private static TextSource Text => AccountsText.Text;

    public static Letter Confirm(string site, string name, string token) => new(
        Text.Format("Letter.Confirm.Subject", name),
        [Text.Format("Letter.Confirm.Body", name, site)],
        new LetterLink(Address(site, "/account/confirm", token), Text["Letter.Confirm.Button"]),
        [Text["Letter.Confirm.Life"], Text["Letter.Confirm.NotYou"]],
        site);

    public static Letter KnownAddress(string site, string name) => new(
        Text["Letter.Known.Subject"],
        [Text.Format("Letter.Known.Body", name, site)],
        new LetterLink(site + "/account/forgot", Text["Letter.Known.Button"]),
        [Text["Letter.Known.NotYou"]],
        site);

    public static Letter Reset(string site, string name, string token) => new(
        Text.Format("Letter.Reset.Subject", name),
        [Text.Format("Letter.Reset.Body", name, site)],
        new LetterLink(Address(site, "/account/reset", token), Text["Letter.Reset.Button"]),
        [Text["Letter.Reset.Life"], Text["Letter.Reset.NotYou"]],
        site);

    public static Letter PasswordChanged(string site, string name) => new(
        Text.Format("Letter.Changed.Subject", name),
        [Text.Format("Letter.Changed.Body", name, site)],
        new LetterLink(site + "/account/forgot", Text["Letter.Changed.Button"]),
        [],
        site);

    private static string Address(string site, string path, string token) => $"{site}{path}?token={token}";
}
