using System.Data.Common;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Emails;

/// <summary>
/// Another address for letters. The new address proves itself by a link; then the old one is told and can take the change back for
/// seven days. Which addresses have accounts is not told: a taken one gets the same answer, and its holder a letter.
/// </summary>
public sealed class ChangeEmail
{
    private readonly Database _database;
    private readonly OneTimeLinks _links;
    private readonly SecurityMail _mail;
    private readonly EmailDomains _domains;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal ChangeEmail(Database database, OneTimeLinks links, SecurityMail mail, EmailDomains domains, AuditLog audit, TimeProvider clock)
    {
        _database = database;
        _links = links;
        _mail = mail;
        _domains = domains;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>Sends the link to the new address. Earlier ones die.</summary>
    /// <returns>Problems; none when a letter is on its way, whichever it is. Field "proof" says that the session's proof is too old.</returns>
    public async Task<IReadOnlyList<AccountProblem>> AskAsync(SignedIn person, string email, string site, Actor who)
    {
        string address = email.Trim();
        return _domains.Check(address) is { } problem ? [problem] : await _database.WriteAsync<IReadOnlyList<AccountProblem>>(async write =>
        {
            if (!await ProveAgain.IsFreshAsync(write, who, Now()))
            {
                return [AccountProblem.ProofTooOld];
            }

            if (await AccountDirectory.FindAsync(write, person.PrincipalId) is not { } account)
            {
                return [new AccountProblem("", "AccountGone")];
            }

            if (account.Email.Equals(address, StringComparison.OrdinalIgnoreCase))
            {
                return [new AccountProblem("Email", "EmailSame")];
            }

            if (!await _links.MayWriteAgainAsync(write, LinkPurpose.NewEmail, account.PrincipalId))
            {
                return [new AccountProblem("Email", "EmailAskedTooOften")];
            }

            await write.ExecuteAsync("UPDATE users SET pending_email = @address WHERE principal_id = @PrincipalId", new { account.PrincipalId, address });
            await _links.EndAsync(write, LinkPurpose.NewEmail, account.PrincipalId);
            string token = await _links.IssueBesideAsync(write, LinkPurpose.NewEmail, account.PrincipalId, OneTimeLinks.ConfirmLife, address);
            await _audit.WriteAsync(write, new AuditEntry("email.asked", who, "user", account.PublicId, account.PrincipalId, After: EmailRules.Mask(address)));
            string? language = (await SecurityMail.FindAsync(write, account.PrincipalId))?.Language;
            Account? holder = await KeptEmails.HolderAsync(write, address, Now());
            if (holder is null || holder.PrincipalId == account.PrincipalId)
            {
                await _mail.SendAsync(write, address, language, () => SecurityLetters.NewEmail(site, account.Name, token));
            }
            else
            {
                await _mail.SendAsync(write, KeptEmails.Spelled(holder, address), language, () => SecurityLetters.EmailInUse(site, holder.Name));
            }

            return [];
        });
    }

    /// <summary>Forgets the address that was asked for; its link dies.</summary>
    public Task CancelAsync(SignedIn person, Actor who) => _database.WriteAsync(async write =>
    {
        await write.ExecuteAsync("UPDATE users SET pending_email = NULL WHERE principal_id = @PrincipalId", new { person.PrincipalId });
        if (await _links.EndAsync(write, LinkPurpose.NewEmail, person.PrincipalId) > 0)
        {
            await _audit.WriteAsync(write, new AuditEntry("email.cancelled", who, "user", person.PublicId, person.PrincipalId));
        }
    });

    /// <summary>The address that waits for its confirmation; null when none does, or its link has expired.</summary>
    public Task<string?> PendingAsync(SignedIn person) => _database.ReadAsync(read => read.FirstOrDefaultAsync<string>(
        """
        SELECT payload FROM one_time_links
        WHERE user_id = @PrincipalId AND purpose = @purpose AND used_at IS NULL AND expires_at > @now ORDER BY created_at DESC LIMIT 1
        """, new { person.PrincipalId, purpose = LinkPurpose.NewEmail, now = Now() }));

    /// <summary>The address that the link would give to whom; null when the link does not work (any more). Takes nothing.</summary>
    public Task<(string Name, string Email)?> PeekAsync(string? token) => _database.ReadAsync<(string, string)?>(async read =>
        await _links.PeekAsync(read, LinkPurpose.NewEmail, token) is { UserId: { } userId, Payload: { } address }
            && await AccountDirectory.FindAsync(read, userId) is { IsLocked: false } account ? (account.Name, address) : null);

    /// <summary>Takes the link and changes the address. False when it is used, expired or none, or the address is somebody's meanwhile.</summary>
    /// <param name="site">What the link in the letter to the old address begins with.</param>
    public async Task<bool> ConfirmAsync(string? token, string site, Actor who)
    {
        try
        {
            return await _database.WriteAsync(write => ConfirmAsync(write, token, site, who));
        }
        catch (DbException e) when (_database.IsUniqueViolation(e))
        {
            return false;
        }
    }

    private async Task<bool> ConfirmAsync(WriteTransaction write, string? token, string site, Actor who)
    {
        if (await _links.TakeAsync(write, LinkPurpose.NewEmail, token) is not { UserId: { } userId, Payload: { } address }
            || await AccountDirectory.FindAsync(write, userId) is not { IsLocked: false } account
            || (await KeptEmails.HolderAsync(write, address, Now()) is { } holder && holder.PrincipalId != userId))
        {
            return false;
        }

        await EmailRows.SetAsync(write, userId, address, Now());
        await _links.EndAsync(write, LinkPurpose.Reset, userId);
        await _links.EndAsync(write, LinkPurpose.Confirm, userId);
        if (account.IsConfirmed)
        {
            // An address that never proved to be the holder's must not get a link into the account.
            string? language = (await SecurityMail.FindAsync(write, userId))?.Language;
            string undo = await _links.IssueBesideAsync(write, LinkPurpose.UndoEmail, userId, OneTimeLinks.UndoEmailLife, account.Email.ToLowerInvariant());
            await _mail.SendAsync(write, account.Email, language, () => SecurityLetters.EmailChanged(site, account.Name, undo));
        }

        await _audit.WriteAsync(write, new AuditEntry(
            "email.changed", who, "user", account.PublicId, userId, EmailRules.Mask(account.Email), EmailRules.Mask(address)));
        return true;
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
