using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Locks;

/// <summary>
/// Locks a person or an organization: sessions end, links that were mailed die, and from the same commit on every key of it is refused,
/// because the evaluation of a key reads this row. Packages stay. Unlocking gives the keys back, not the sessions.
/// </summary>
public sealed class LockAccount(Database database, SessionStore sessions, SecurityMail mail, AuditLog audit, TimeProvider clock)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>Who it is and what a lock would stop now; null when there is nobody.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<LockableAccount?> FindAsync(SignedIn person, string publicId, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            await Administrators.DemandAsync(read, person);
            return await FindAsync(read, publicId);
        }, cancellation);

    /// <summary>Organizations whose name holds the text, locked ones first, then by name; at most 100.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<LockableAccount>> OrganizationsAsync(SignedIn person, string text, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            await Administrators.DemandAsync(read, person);
            return await read.QueryAsync<LockableAccount>(
                """
                SELECT p.id AS principal_id, p.public_id, p.name, p.kind AS is_organization, p.created_at, p.locked_at, p.locked_reason,
                    (SELECT count(*) FROM package_owners w WHERE w.principal_id = p.id) AS packages
                FROM principals p
                WHERE p.kind = 1 AND p.deleted_at IS NULL AND p.lower_name LIKE @pattern ESCAPE '!'
                ORDER BY CASE WHEN p.locked_at IS NULL THEN 1 ELSE 0 END, p.lower_name LIMIT 100
                """, new { pattern = "%" + AccountDirectory.Escape(text.Trim().ToLowerInvariant()) + "%" });
        }, cancellation);

    /// <summary>Locks. A locked one stays as it is, with the reason it has.</summary>
    /// <param name="reason">For the person and the log; at least one letter, at most <see cref="LongestReason"/> characters.</param>
    /// <param name="site">What the letter's address begins with.</param>
    /// <returns>Null when there is nobody of this public id; else problems, or nothing.</returns>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<IReadOnlyList<AccountProblem>?> LockAsync(SignedIn person, string publicId, string reason, string site, Actor who) =>
        database.WriteAsync<IReadOnlyList<AccountProblem>?>(async write =>
        {
            await Administrators.DemandAsync(write, person);
            if (await FindAsync(write, publicId) is not { } account)
            {
                return null;
            }

            string words = OneLine(reason);
            if (words.Length is 0 or > LongestReason)
            {
                return [new AccountProblem("Reason", words.Length == 0 ? "LockReasonMissing" : "LockReasonTooLong")];
            }

            if (account.PrincipalId == person.PrincipalId)
            {
                return [new AccountProblem("", "LockSelf")];
            }

            if (account.IsLocked)
            {
                return [];
            }

            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            await write.ExecuteAsync("UPDATE principals SET locked_at = @now, locked_reason = @words WHERE id = @PrincipalId",
                new { account.PrincipalId, now, words });
            await sessions.EndOthersAsync(write, account.PrincipalId, null);
            await write.ExecuteAsync("UPDATE one_time_links SET used_at = @now WHERE user_id = @PrincipalId AND used_at IS NULL AND purpose <> @undo",
                new { account.PrincipalId, now, undo = Links.LinkPurpose.UndoEmail });
            await audit.WriteAsync(write, Entry("account.locked", account, who, null, words));
            await TellAsync(write, account, (name, owned) => SecurityLetters.Locked(site, name, owned, words));
            return [];
        });

    /// <summary>Unlocks; does nothing when it is free. False when there is nobody of this public id.</summary>
    /// <param name="site">What the letter's link begins with.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<bool> UnlockAsync(SignedIn person, string publicId, string site, Actor who) => database.WriteAsync(async write =>
    {
        await Administrators.DemandAsync(write, person);
        if (await FindAsync(write, publicId) is not { } account)
        {
            return false;
        }

        if (account.IsLocked)
        {
            await write.ExecuteAsync("UPDATE principals SET locked_at = NULL, locked_reason = NULL WHERE id = @PrincipalId", new { account.PrincipalId });
            await audit.WriteAsync(write, Entry("account.unlocked", account, who, account.LockedReason, null));
            await TellAsync(write, account, (name, owned) => SecurityLetters.Unlocked(site, name, owned));
        }

        return true;
    });

    private Task<LockableAccount?> FindAsync(DbSession read, string publicId) => read.FirstOrDefaultAsync<LockableAccount>(
        """
        SELECT p.id AS principal_id, p.public_id, p.name, p.kind AS is_organization, p.created_at, p.locked_at, p.locked_reason,
            coalesce(u.is_admin, 0) AS is_admin, coalesce(u.email, o.email) AS email, u.email_confirmed_at,
            CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END AS has_password,
            CASE WHEN u.two_factor_enabled = 1 OR EXISTS (SELECT 1 FROM passkeys f WHERE f.user_id = p.id) THEN 1 ELSE 0 END AS has_second_factor,
            (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = p.id) AS last_seen_at,
            (SELECT count(*) FROM sessions s WHERE s.user_id = p.id AND s.ended_at IS NULL AND s.expires_at > @now) AS sessions,
            (SELECT count(*) FROM package_owners w WHERE w.principal_id = p.id) AS packages,
            (SELECT count(*) FROM api_keys k WHERE k.revoked_at IS NULL AND k.deleted_at IS NULL AND k.expires_at > @now
                AND (k.principal_id = p.id OR EXISTS (SELECT 1 FROM api_key_scopes c WHERE c.key_id = k.id AND c.owner_id = p.id))) AS keys
        FROM principals p LEFT JOIN users u ON u.principal_id = p.id LEFT JOIN organizations o ON o.principal_id = p.id
        WHERE p.public_id = @publicId AND p.deleted_at IS NULL
        """, new { publicId, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });

    // An organization has no mailbox of its own that anybody must read: its administrators are told.
    private async Task TellAsync(WriteTransaction write, LockableAccount account, Func<string, string?, Mail.Letter> compose)
    {
        if (!account.IsOrganization)
        {
            await mail.SendAsync(write, account.PrincipalId, name => compose(name, null));
            return;
        }

        foreach (long admin in await write.QueryAsync<long>(
            "SELECT user_id FROM memberships WHERE organization_id = @PrincipalId AND role = 'admin' AND ended_at IS NULL ORDER BY user_id",
            new { account.PrincipalId }))
        {
            await mail.SendAsync(write, admin, name => compose(name, account.Name));
        }
    }

    private static AuditEntry Entry(string action, LockableAccount account, Actor who, string? before, string? after) =>
        new(action, who, account.IsOrganization ? "organization" : "user", account.PublicId, account.PrincipalId, before, after);

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
