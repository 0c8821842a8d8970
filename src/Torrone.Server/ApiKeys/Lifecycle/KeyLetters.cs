using System.Globalization;
using System.Text.Encodings.Web;
using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Tells the account's holder what became of a key, in the transaction in which it did. Never holds a secret.</summary>
public sealed class KeyLetters(Outbox outbox, TimeProvider clock)
{
    internal async Task SendAsync(WriteTransaction write, KeyLetter letter, KeyDetails key, string? siteAddress)
    {
        Recipient? to = await write.FirstOrDefaultAsync<Recipient>(
            "SELECT u.email, u.language, p.name FROM users u JOIN principals p ON p.id = u.principal_id WHERE u.principal_id = @PrincipalId",
            new { key.PrincipalId });
        if (to is not null)
        {
            await outbox.EnqueueAsync(write, Compose(to, letter, key, siteAddress));
        }
    }

    private OutgoingMail Compose(Recipient to, KeyLetter letter, KeyDetails key, string? siteAddress)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo formats = CultureInfo.CurrentCulture;
        try
        {
            // The reader's language, which need not be that of who acted.
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(to.Language is { Length: > 0 } l ? l : "en");
            string name = $"{letter}Letter";
            List<string> paragraphs =
            [
                ApiKeysText.Text.Format("LetterGreeting", to.Name),
                ApiKeysText.Text.Format(name + "Fact", key.Name, Moment(clock.GetUtcNow().ToUnixTimeMilliseconds())),
                ApiKeysText.Text.Format("LetterReach", Actions(key), string.Join(", ", key.Globs.Concat(key.PackageIds)), Moment(key.ExpiresAt)),
                siteAddress is null ? ApiKeysText.Text[name + "NotYou"]
                    : ApiKeysText.Text.Format(name + "NotYouLink", siteAddress + "/account/apikeys"),
            ];
            return new OutgoingMail(to.Email, ApiKeysText.Text.Format(name + "Subject", key.Name), string.Join("\n\n", paragraphs) + "\n",
                string.Concat(paragraphs.Select(p => $"<p>{HtmlEncoder.Default.Encode(p)}</p>\n")));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
            CultureInfo.CurrentCulture = formats;
        }
    }

    private static string Actions(KeyDetails key) =>
        string.Join(", ", key.Actions.Select(a => ApiKeysText.Text["Action." + a.Name()]));

    private static string Moment(long at) =>
        ApiKeysText.Text.Format("LetterMoment", DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);

    private sealed class Recipient
    {
        public string Email { get; init; } = "";

        public string? Language { get; init; }

        public string Name { get; init; } = "";
    }
}
