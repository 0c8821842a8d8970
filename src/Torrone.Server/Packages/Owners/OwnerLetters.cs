using Torrone.Server.Accounts.Letters;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.Packages.Owners;

/// <summary>Tells the people behind owners what becomes of their packages, each in their language. An organization's are its administrators.</summary>
internal sealed class OwnerLetters(SecurityMail mail)
{
    private const int MostNamed = 20;

    private static TextSource Text => PackagesText.Text;

    /// <summary>Asks to own packages.</summary>
    public Task RequestedAsync(WriteTransaction write, Party asked, string by, IReadOnlyList<string> ids, string site) =>
        ToAllAsync(write, [asked], null, () => new Letter(
            Text.Plural("Letter.Requested.Subject", ids.Count, by, ids[0]),
            [Text.Plural("Letter.Requested.Body", ids.Count, by, asked.Name), Named(ids)],
            new LetterLink(site + "/account/owners", Text["Letter.Requested.Button"]),
            [Text["Letter.Requested.NotYou"]],
            site));

    /// <summary>Tells the owners, the new one and the one who is gone included, but not who did it.</summary>
    public Task ChangedAsync(WriteTransaction write, IReadOnlyList<Party> concerned, long? except, string key, string owner, IReadOnlyList<string> ids, string site) =>
        ToAllAsync(write, concerned, except, () => new Letter(
            Text.Plural($"Letter.{key}.Subject", ids.Count, owner, ids[0]),
            [Text.Plural($"Letter.{key}.Body", ids.Count, owner), Named(ids)],
            new LetterLink($"{site}/packages/{ids[0]}", Text["Letter.Owner.Button"]),
            [],
            site));

    /// <summary>Tells what became of a request for reserved ids.</summary>
    /// <param name="what">Granted or Denied.</param>
    public Task ReservedAsync(WriteTransaction write, Party owner, string what, string pattern, string? reason, string site) =>
        ToAllAsync(write, [owner], null, () => new Letter(
            Text.Format($"Letter.{what}.Subject", pattern),
            [Text.Format($"Letter.{what}.Body", pattern, owner.Name), .. reason is null ? (string[])[] : [reason]],
            new LetterLink(site + "/account/prefixes", Text["Letter.Reserved.Button"]),
            [],
            site));

    private async Task ToAllAsync(WriteTransaction write, IReadOnlyList<Party> parties, long? except, Func<Letter> compose)
    {
        HashSet<long> people = [];
        foreach (Party party in parties)
        {
            people.UnionWith(await party.PeopleAsync(write));
        }

        foreach (long person in people.Where(p => p != except).Order())
        {
            await mail.SendAsync(write, person, _ => compose());
        }
    }

    private static string Named(IReadOnlyList<string> ids) => ids.Count <= MostNamed
        ? string.Join('\n', ids)
        : string.Join('\n', ids.Take(MostNamed)) + "\n" + Text.Plural("Letter.AndMore", ids.Count - MostNamed);
}
