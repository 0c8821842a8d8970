using System.Data.Common;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Emails;

/// <summary>
/// Takes a change of address back, by the link that the old address got. Whoever changed it had the account in hand, so everything that
/// could keep it there ends as well: sessions, the password, and the keys, passkeys, authenticator and providers that came after the change.
/// </summary>
public sealed class UndoEmailChange
{
    private readonly Database _database;
    private readonly OneTimeLinks _links;
    private readonly SessionStore _sessions;
    private readonly SecurityMail _mail;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal UndoEmailChange(Database database, OneTimeLinks links, SessionStore sessions, SecurityMail mail, AuditLog audit, TimeProvider clock)
    {
        _database = database;
        _links = links;
        _sessions = sessions;
        _mail = mail;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>The user name and the address that would come back; null when the link does not work (any more). Takes nothing.</summary>
    public Task<(string Name, string Email)?> PeekAsync(string? token) => _database.ReadAsync<(string, string)?>(async read =>
        await _links.PeekAsync(read, LinkPurpose.UndoEmail, token) is { UserId: { } userId, Payload: { } address }
            && await AccountDirectory.FindAsync(read, userId) is { } account ? (account.Name, address) : null);

    /// <summary>Takes the link. A locked account gets its address back and stays locked.</summary>
    /// <returns>The token of a link that sets a new password, for the page to go on to; null when the undo link does not work (any more).</returns>
    public async Task<string?> RunAsync(string? token, string site, Actor who)
    {
        try
        {
            return await _database.WriteAsync(write => RunAsync(write, token, site, who));
        }
        catch (DbException e) when (_database.IsUniqueViolation(e))
        {
            // An administrator gave the address to somebody else meanwhile.
            return null;
        }
    }

    private async Task<string?> RunAsync(WriteTransaction write, string? token, string site, Actor who)
    {
        if (await _links.TakeAsync(write, LinkPurpose.UndoEmail, token) is not { UserId: { } userId, Payload: { } address, CreatedAt: var changedAt }
            || await AccountDirectory.FindAsync(write, userId) is not { } account)
        {
            return null;
        }

        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await EmailRows.SetAsync(write, userId, address, now);
        await write.ExecuteAsync("UPDATE users SET password_hash = NULL, security_stamp = @stamp WHERE principal_id = @userId",
            new { userId, stamp = PublicId.New() });
        await _sessions.EndOthersAsync(write, userId, null);
        // Later changes were the intruder's: their links must not lead back.
        await _links.EndAsync(write, LinkPurpose.UndoEmail, userId, changedAt);
        await _links.EndAsync(write, LinkPurpose.NewEmail, userId);
        await EndWhatCameAfterAsync(write, userId, changedAt, now);
        await _audit.WriteAsync(write, new AuditEntry(
            "email.restored", who, "user", account.PublicId, userId, EmailRules.Mask(account.Email), EmailRules.Mask(address)));
        await _mail.SendAsync(write, userId, name => SecurityLetters.EmailRestored(site, name));
        return await _links.IssueAsync(write, LinkPurpose.Reset, userId, OneTimeLinks.ResetLife);
    }

    private static async Task EndWhatCameAfterAsync(WriteTransaction write, long userId, long since, long now)
    {
        var after = new { userId, since, now };
        await write.ExecuteAsync(
            """
            UPDATE api_keys SET revoked_at = @now, revoked_by = @userId, revoked_reason = 'email-restored'
            WHERE (principal_id = @userId OR creator_id = @userId) AND revoked_at IS NULL AND deleted_at IS NULL
                AND (created_at >= @since OR id IN (SELECT key_id FROM api_key_secrets WHERE created_at >= @since))
            """, after);
        await write.ExecuteAsync("DELETE FROM passkeys WHERE user_id = @userId AND created_at >= @since", after);
        await write.ExecuteAsync("DELETE FROM user_logins WHERE user_id = @userId AND created_at >= @since", after);
        // An authenticator has no time of its own; the log has.
        if (await write.ScalarAsync<long>(
            "SELECT count(*) FROM audit WHERE concerns_id = @userId AND at >= @since AND action = 'authenticator.added'", after) > 0)
        {
            await write.ExecuteAsync("UPDATE users SET two_factor_enabled = 0, authenticator_secret = NULL WHERE principal_id = @userId", after);
            await write.ExecuteAsync("DELETE FROM recovery_codes WHERE user_id = @userId", after);
        }
    }
}
