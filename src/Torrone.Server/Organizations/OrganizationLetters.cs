using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Text;

namespace Torrone.Server.Organizations;

/// <summary>The letters of this room, each in its reader's language, in the transaction of what it tells.</summary>
internal sealed class OrganizationLetters(Outbox outbox, SecurityMail mail)
{
    private static TextSource Text => OrganizationsText.Text;

    public async Task InvitedAsync(
        WriteTransaction write, string organization, Actor by, Account? account, string who, string link, long expires, string site)
    {
        string inviter = await NameAsync(write, by.PrincipalId ?? 0);
        Letter Compose() => new(
            Text.Format("Letter.Invited.Subject", organization),
            [Text.Format("Letter.Invited.Body", inviter, organization, site)],
            new LetterLink(link, Text["Letter.Invited.Button"]),
            [Text.Format("Letter.Invited.Until", Moment(expires)), Text["Letter.Invited.NotYou"]],
            site);
        if (account is null)
        {
            // A stranger to the gallery, as far as anybody may know: in the language of who invites.
            await outbox.EnqueueAsync(write, Compose().To(who));
        }
        else
        {
            await mail.SendAsync(write, account.PrincipalId, _ => Compose());
        }
    }

    public Task JoinedAsync(WriteTransaction write, InvitationRow invitation, string organization, SignedIn joined, string site) =>
        AdminsAsync(write, invitation.OrganizationId, joined.PrincipalId, () => Simple(site, organization, "members", "Letter.Joined", joined.Name, organization));

    public Task DeclinedAsync(WriteTransaction write, InvitationRow invitation, string organization, string person, string site) =>
        mail.SendAsync(write, invitation.InvitedBy, _ => Simple(site, organization, "members", "Letter.Declined", person, organization));

    /// <summary>To every administrator but one.</summary>
    public async Task AdminsAsync(WriteTransaction write, long organizationId, long? except, Func<Letter> compose)
    {
        foreach (long admin in await write.QueryAsync<long>(
            "SELECT user_id FROM memberships WHERE organization_id = @organizationId AND ended_at IS NULL AND role = 'admin' AND user_id <> @except ORDER BY user_id",
            new { organizationId, except = except ?? 0 }))
        {
            await mail.SendAsync(write, admin, _ => compose());
        }
    }

    /// <summary>Asks somebody to become the first administrator of what is an account now.</summary>
    public Task TransformAsync(WriteTransaction write, long personId, string account, string link, string site) => mail.SendAsync(write, personId, _ => new Letter(
        Text.Format("Letter.Transform.Subject", account),
        [Text.Format("Letter.Transform.Body", account, site)],
        new LetterLink(link, Text["Letter.Transform.Button"]),
        [Text["Letter.Transform.Life"], Text["Letter.Invited.NotYou"]],
        site));

    /// <summary>To one person.</summary>
    public Task ToAsync(WriteTransaction write, long personId, Func<Letter> compose) => mail.SendAsync(write, personId, _ => compose());

    /// <summary>A letter of one fact that leads to a page of the organization.</summary>
    /// <param name="tab">The page's last part; null when there is no page any more.</param>
    /// <param name="key">The text's beginning: .Subject, .Body, .Button.</param>
    public static Letter Simple(string site, string organization, string? tab, string key, params object?[] values) => new(
        Text.Format(key + ".Subject", values),
        [Text.Format(key + ".Body", values)],
        new LetterLink(tab is null ? $"{site}/account/organizations" : $"{site}/organization/{organization}/{tab}", Text[key + ".Button"]),
        [],
        site);

    internal static async Task<string> NameAsync(DbSession read, long principalId) =>
        await read.ScalarAsync<string>("SELECT name FROM principals WHERE id = @principalId", new { principalId }) ?? "";

    private static string Moment(long at) => Text.Format("Letter.Moment", DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
}
