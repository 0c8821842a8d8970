using Torrone.Server.Accounts.Letters;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Text;

namespace Torrone.Server.Packages.Reports;

/// <summary>Tells administrators, and owners where they are the ones to mend it, of a report, each in their language.</summary>
internal sealed class ReportLetters(SecurityMail mail)
{
    private static TextSource Text => PackagesText.Text;

    /// <param name="reporter">The reporter's user name; null for a stranger.</param>
    public async Task SendAsync(WriteTransaction write, ReportedVersion about, ReportDraft draft, string? reporter, bool owners, string site)
    {
        List<long> administrators = await write.QueryAsync<long>(
            """
            SELECT p.id FROM users u JOIN principals p ON p.id = u.principal_id
            WHERE u.is_admin = 1 AND p.locked_at IS NULL AND p.deleted_at IS NULL ORDER BY p.id
            """);
        foreach (long person in administrators)
        {
            await mail.SendAsync(write, person, _ => new Letter(
                Text.Format("Letter.Reported.Subject", about.Id, about.Version, Reason(draft)),
                [Text.Format("Letter.Reported.Body", about.Id, about.Version, Reason(draft)), From(draft, reporter), draft.Text],
                new LetterLink(site + "/admin/reports", Text["Letter.Reported.Button"]),
                [],
                site));
        }

        if (!owners)
        {
            return;
        }

        HashSet<long> people = [];
        foreach (long owner in await write.QueryAsync<long>("SELECT principal_id FROM package_owners WHERE package_id = @PackageId", new { about.PackageId }))
        {
            people.UnionWith(await (await Party.GetAsync(write, owner)).PeopleAsync(write));
        }

        foreach (long person in people.Except(administrators).Order())
        {
            await mail.SendAsync(write, person, _ => new Letter(
                Text.Format("Letter.ReportedOwner.Subject", about.Id, about.Version, Reason(draft)),
                [Text.Format("Letter.ReportedOwner.Body", about.Id, about.Version, Reason(draft)), draft.Text],
                new LetterLink($"{site}/packages/{about.Id}/{about.Version}", Text["Letter.Owner.Button"]),
                [Text["Letter.ReportedOwner.After"]],
                site));
        }
    }

    private static string Reason(ReportDraft draft) => Text[$"Report.Reason.{draft.Reason}.Name"];

    private static string From(ReportDraft draft, string? reporter) =>
        reporter is not null ? Text.Format("Letter.Reported.By", reporter)
        : string.IsNullOrWhiteSpace(draft.Email) ? Text["Letter.Reported.ByNobody"]
        : Text.Format("Letter.Reported.ByAddress", draft.Email.Trim());
}
