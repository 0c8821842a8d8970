using System.Globalization;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Tells the account's holder what became of a key, in the transaction in which it did. Never holds a secret.</summary>
public sealed class KeyLetters(Outbox outbox, TimeProvider clock)
{
    private static TextSource Text => ApiKeysText.Text;

    internal async Task SendAsync(WriteTransaction write, KeyLetter letter, KeyDetails key, string site)
    {
        Recipient? to = await write.FirstOrDefaultAsync<Recipient>(
            "SELECT u.email, u.language, p.name FROM users u JOIN principals p ON p.id = u.principal_id WHERE u.principal_id = @PrincipalId",
            new { key.PrincipalId });
        if (to is not null)
        {
            await outbox.EnqueueAsync(write, Compose(to, letter, key, site));
        }
    }

    private OutgoingMail Compose(Recipient to, KeyLetter letter, KeyDetails key, string site)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo formats = CultureInfo.CurrentCulture;
        try
        {
            // The reader's language, which need not be that of who acted.
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(to.Language is { Length: > 0 } l ? l : "en");
            return new Letter(
                Text.Format($"Letter.{letter}.Subject", key.Name),
                [
                    Text.Format($"Letter.{letter}.Fact", to.Name, key.Name, Moment(clock.GetUtcNow().ToUnixTimeMilliseconds())),
                    Text.Format("Letter.Reach", Actions(key), string.Join(", ", key.Globs.Concat(key.PackageIds)), Moment(key.ExpiresAt)),
                ],
                new LetterLink(site + "/account/apikeys", Text["Letter.Button"]),
                [Text[$"Letter.{letter}.NotYou"]],
                site).To(to.Email);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
            CultureInfo.CurrentCulture = formats;
        }
    }

    private static string Actions(KeyDetails key) =>
        string.Join(", ", key.Actions.Select(a => Text["Action." + a.Name()]));

    private static string Moment(long at) =>
        Text.Format("Letter.Moment", DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);

    private sealed class Recipient
    {
        public string Email { get; init; } = "";

        public string? Language { get; init; }

        public string Name { get; init; } = "";
    }
}
