using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.Operations.Administration;

/// <summary>The outbox, for administrators: what waits, why, and what left in the last 30 days.</summary>
public sealed class SiteMail(Database database, Outbox outbox, AuditLog audit, TimeProvider clock)
{
    /// <summary>Letters of one answer.</summary>
    public const int Most = 100;

    /// <summary>Letters that wait first, those with an error before the others; then those that left, newest first.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<WaitingMail>> ListAsync(SignedIn person, CancellationToken cancellation = default)
    {
        Require(person);
        return database.ReadAsync(read => read.QueryAsync<WaitingMail>(
            """
            SELECT public_id, recipient, subject, created_at, next_attempt_at, attempts, sent_at, last_error FROM mail_outbox
            ORDER BY CASE WHEN sent_at IS NOT NULL THEN 2 WHEN last_error IS NULL THEN 1 ELSE 0 END, id DESC LIMIT @Most
            """, new { Most }), cancellation);
    }

    /// <summary>How many letters have not left.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<long> CountWaitingAsync(SignedIn person, CancellationToken cancellation = default)
    {
        Require(person);
        return database.ReadAsync(read => read.ScalarAsync<long>("SELECT count(*) FROM mail_outbox WHERE sent_at IS NULL"), cancellation);
    }

    /// <summary>Lets every letter that waits after a failed attempt be tried now. Answers how many.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<int> RetryAsync(SignedIn person, Actor actor, CancellationToken cancellation = default)
    {
        Require(person);
        return database.WriteAsync(async write =>
        {
            int retried = await write.ExecuteAsync(
                "UPDATE mail_outbox SET next_attempt_at = @now WHERE sent_at IS NULL AND last_error IS NOT NULL",
                new { now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
            if (retried > 0)
            {
                await audit.WriteAsync(write, new AuditEntry("mail.retried", actor, After: retried.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                write.OnCommitted(outbox.Wake);
            }

            return retried;
        }, cancellation);
    }

    private static void Require(SignedIn person)
    {
        if (!person.IsAdmin)
        {
            throw new NotAdministratorException();
        }
    }
}
