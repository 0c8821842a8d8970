using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.Accounts.Deletion;

/// <summary>
/// Deletes the account of the person who asks, in one transaction: keys, sessions, memberships, links and whatever could sign in end,
/// personal data goes. The row and the name stay, so that nobody becomes the author of what the person published.
/// </summary>
public sealed class DeleteAccount(
    Database database, Outbox outbox, AuditLog audit, TimeProvider clock, IEnumerable<PackagesTouched> touched)
{
    // In this order: what refers to something goes before it. Rows that others' history hangs on are ended, not deleted.
    private static readonly string[] Statements =
    [
        "UPDATE api_keys SET revoked_at = @now, revoked_by = @id, revoked_reason = 'account-deleted' WHERE principal_id = @id AND revoked_at IS NULL",
        "DELETE FROM api_key_secrets WHERE key_id IN (SELECT id FROM api_keys WHERE principal_id = @id)",
        "UPDATE memberships SET ended_at = @now WHERE user_id = @id AND ended_at IS NULL",
        "UPDATE invitations SET answered_at = @now, answer = 'cancelled', email = NULL WHERE (user_id = @id OR invited_by = @id) AND answered_at IS NULL",
        "UPDATE owner_requests SET answered_at = @now, answer = 'cancelled' WHERE (principal_id = @id OR requested_by = @id) AND answered_at IS NULL",
        "UPDATE prefix_requests SET answered_at = @now, answer = 'cancelled' WHERE principal_id = @id AND answered_at IS NULL",
        "DELETE FROM package_owners WHERE principal_id = @id",
        "DELETE FROM reserved_prefix_owners WHERE principal_id = @id",
        "DELETE FROM sessions WHERE user_id = @id",
        "DELETE FROM user_logins WHERE user_id = @id",
        "DELETE FROM passkeys WHERE user_id = @id",
        "DELETE FROM recovery_codes WHERE user_id = @id",
        "DELETE FROM one_time_links WHERE user_id = @id AND purpose <> @kept",
        """
        UPDATE users SET email = @nobody, lower_email = @nobody, email_confirmed_at = NULL, pending_email = NULL, password_hash = NULL,
            security_stamp = @stamp, two_factor_enabled = 0, authenticator_secret = NULL, is_admin = 0, language = NULL
        WHERE principal_id = @id
        """,
        "UPDATE principals SET deleted_at = @now WHERE id = @id",
    ];

    // Two who could each go while the other stays must not both go at once: who removes an owner, a member or an administrator holds
    // these rows. On SQLite the transaction alone holds everybody else off.
    private static readonly string[] Holds =
    [
        "UPDATE packages SET display_id = display_id WHERE id IN (SELECT package_id FROM package_owners WHERE principal_id = @id)",
        """
        UPDATE organizations SET principal_id = principal_id
        WHERE principal_id IN (SELECT organization_id FROM memberships WHERE user_id = @id AND ended_at IS NULL)
        """,
        "UPDATE users SET is_admin = is_admin WHERE is_admin = 1",
    ];

    /// <summary>What must be settled first.</summary>
    public Task<DeletionObstacles> LookAsync(SignedIn person) => database.ReadAsync(read => DeletionObstacles.FindAsync(read, person.PrincipalId));

    /// <summary>Deletes.</summary>
    /// <param name="typedName">The user name, typed to show that it is meant; any case.</param>
    /// <param name="site">Named in the letter.</param>
    /// <returns>Problems, or nothing. Field "proof" says that the session's proof is too old.</returns>
    public Task<IReadOnlyList<AccountProblem>> RunAsync(SignedIn person, string typedName, string site, Actor who) =>
        database.WriteAsync<IReadOnlyList<AccountProblem>>(async write =>
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (!await ProveAgain.IsFreshAsync(write, who, now))
            {
                return [AccountProblem.ProofTooOld];
            }

            if (await AccountDirectory.FindAsync(write, person.PrincipalId) is not { IsLocked: false } account)
            {
                return [new AccountProblem("", "AccountGone")];
            }

            if (!account.Name.Equals(typedName.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return [new AccountProblem("Name", "NameNotTyped")];
            }

            foreach (string hold in Holds)
            {
                await write.ExecuteAsync(hold, new { id = account.PrincipalId });
            }

            if (!(await DeletionObstacles.FindAsync(write, person.PrincipalId)).AreNone)
            {
                return [new AccountProblem("", "DeletionObstacles")];
            }

            string? language = (await SecurityMail.FindAsync(write, account.PrincipalId))?.Language;
            await outbox.EnqueueAsync(write, ReaderLanguage.In(language, () => SecurityLetters.Deleted(site, account.Name).To(account.Email)));
            foreach (PackagesTouched tell in touched)
            {
                await tell(write, account.PrincipalId, who);
            }

            var values = new
            {
                id = account.PrincipalId, now, stamp = PublicId.New(), nobody = $"{account.PublicId}@deleted.invalid",
                kept = Links.LinkPurpose.TakenName,
            };
            foreach (string statement in Statements)
            {
                await write.ExecuteAsync(statement, values);
            }

            await audit.WriteAsync(write, new AuditEntry("account.deleted", who, "user", account.PublicId, account.PrincipalId));
            return [];
        });
}
