using Torrone.Server.Data;

namespace Torrone.Server.Mail;

/// <summary>
/// Carries letters from the outbox to the mail server (or the folder). A letter that cannot be delivered waits, longer each time, and
/// holds up no other; it is given up after a week. A crash between delivery and its record sends a letter twice rather than never.
/// </summary>
public sealed class MailSender(Database database, Outbox outbox, MailDelivery delivery, TimeProvider clock, ILogger<MailSender> logger) : BackgroundService
{
    // Letters queued by another process (the command line) raise no event here.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    // One attempt: no other node takes the letter meanwhile, and a node that dies in it does not keep the letter.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AttemptBound = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepRows = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim _wake = new(0, 1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        outbox.Queued += Wake;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        outbox.Queued -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    /// <summary>The pause before the next attempt: 30 seconds, doubled each time, at most six hours.</summary>
    public static TimeSpan PauseAfter(long attempts) =>
        TimeSpan.FromSeconds(Math.Min(30 * Math.Pow(2, Math.Min(attempts, 20) - 1), LongestPause.TotalSeconds));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        delivery.Announce();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await TakeAsync(stoppingToken) is { } mail)
                {
                    await AttemptAsync(mail, stoppingToken);
                }

                await SweepAsync(stoppingToken);
                await _wake.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever ails the database now, the letters are rows: the next round finds them.
                logger.LogError(e, "The outbox could not be read; it is tried again in {Seconds} s.", Poll.TotalSeconds);
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task AttemptAsync(QueuedMail mail, CancellationToken stopping)
    {
        try
        {
            using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            bound.CancelAfter(AttemptBound);
            await delivery.DeliverAsync(mail, bound.Token);
            // The bodies may hold one-time links: nothing of them stays once they are on their way.
            await database.WriteAsync(write => write.ExecuteAsync(
                "UPDATE mail_outbox SET sent_at = @now, text_body = '', html_body = NULL, last_error = NULL WHERE id = @Id",
                new { mail.Id, now = Now() }), CancellationToken.None);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning("Letter {Letter} was not accepted (attempt {Attempt}): {Reason}", mail.PublicId, mail.Attempts, e.Message);
            await database.WriteAsync(write => write.ExecuteAsync(
                "UPDATE mail_outbox SET next_attempt_at = @next, last_error = @error WHERE id = @Id",
                new { mail.Id, next = Now() + (long)PauseAfter(mail.Attempts).TotalMilliseconds, error = e.Message }), CancellationToken.None);
        }
    }

    private async Task<QueuedMail?> TakeAsync(CancellationToken cancellation)
    {
        var due = new { now = Now(), oldest = Now() - (long)GiveUpAfter.TotalMilliseconds, lease = Now() + (long)Lease.TotalMilliseconds };
        const string Due = "sent_at IS NULL AND next_attempt_at <= @now AND created_at > @oldest";
        // Looked for without the writer's lock first: most rounds find nothing.
        return await database.ReadAsync(read => read.ScalarAsync<long>($"SELECT count(*) FROM mail_outbox WHERE {Due}", due), cancellation) == 0
            ? null
            : await database.WriteAsync(write => write.FirstOrDefaultAsync<QueuedMail>(
                $"""
                 UPDATE mail_outbox SET attempts = attempts + 1, next_attempt_at = @lease
                 WHERE id = (SELECT id FROM mail_outbox WHERE {Due} ORDER BY next_attempt_at, id LIMIT 1) AND {Due}
                 RETURNING id, public_id, recipient, subject, text_body, html_body, attempts
                 """, due), cancellation);
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        delivery.Sweep();
        var old = new { before = Now() - (long)KeepRows.TotalMilliseconds };
        if (await database.ReadAsync(read => read.ScalarAsync<long>("SELECT count(*) FROM mail_outbox WHERE created_at < @before", old), cancellation) > 0)
        {
            await database.WriteAsync(write => write.ExecuteAsync("DELETE FROM mail_outbox WHERE created_at < @before", old), cancellation);
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
