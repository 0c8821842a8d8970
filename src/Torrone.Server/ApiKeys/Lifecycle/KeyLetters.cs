using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Tells what became of a key, in the transaction in which it did: the person whose key it is, and of a key that acts for an organization
/// also each of its administrators. Never holds a secret.
/// </summary>
public sealed class KeyLetters(Outbox outbox, TimeProvider clock)
{
    private static TextSource Text => ApiKeysText.Text;

    /// <param name="diff">What an edit changed; null for every other letter.</param>
    internal async Task SendAsync(WriteTransaction write, KeyLetter letter, KeyDetails key, string site, KeyDiff? diff = null)
    {
        List<Recipient> recipients = await write.QueryAsync<Recipient>(
            """
            SELECT u.email, u.language, p.name, NULL AS organization FROM users u JOIN principals p ON p.id = u.principal_id
            WHERE u.principal_id = @PrincipalId AND p.deleted_at IS NULL
            UNION ALL
            SELECT u.email, u.language, p.name, o.name AS organization FROM memberships m
            JOIN users u ON u.principal_id = m.user_id JOIN principals p ON p.id = m.user_id JOIN principals o ON o.id = m.organization_id
            WHERE m.organization_id = @OwnerId AND m.user_id <> @PrincipalId AND m.role = 'admin' AND m.ended_at IS NULL AND p.deleted_at IS NULL
            """, new { key.PrincipalId, key.OwnerId });
        foreach (Recipient to in recipients)
        {
            await outbox.EnqueueAsync(write, ReaderLanguage.In(to.Language, () => Compose(to, letter, key, site, diff)));
        }
    }

    private OutgoingMail Compose(Recipient to, KeyLetter letter, KeyDetails key, string site, KeyDiff? diff)
    {
        string when = Moment(letter == KeyLetter.Expired ? key.ExpiresAt : clock.GetUtcNow().ToUnixTimeMilliseconds());
        string page = to.Organization is null ? "/account/apikeys" : $"/organization/{Uri.EscapeDataString(to.Organization)}/keys";
        List<string> before =
        [
            to.Organization is null
                ? Text.Format($"Letter.{letter}.Fact", to.Name, key.Name, when)
                : Text.Format($"Letter.{letter}.FactOfTeam", to.Name, key.Name, when, to.Organization),
        ];
        before.AddRange(KeyLetterLines.Of(letter, key, diff));
        if (to.Organization is not null && key.PrincipalId != key.OwnerId)
        {
            before.Add(Text.Format("Letter.Holder", key.PrincipalName));
        }

        return new Letter(Text.Format($"Letter.{letter}.Subject", key.Name, when), before, new LetterLink(site + page, Text["Letter.Button"]),
            [Text[$"Letter.{letter}.NotYou"]], site).To(to.Email);
    }

    internal static string Moment(long at) => Text.Format("Letter.Moment", DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);

    private sealed class Recipient
    {
        public string Email { get; init; } = "";

        public string? Language { get; init; }

        public string Name { get; init; } = "";

        /// <summary>The organization that the reader administers; null for the person whose key it is.</summary>
        public string? Organization { get; init; }
    }
}
