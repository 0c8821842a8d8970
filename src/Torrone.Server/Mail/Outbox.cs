using Torrone.Server.Data;

namespace Torrone.Server.Mail;

/// <summary>Letters are rows in the transaction of what they tell of: none is lost, and none tells of something that did not happen.</summary>
public sealed class Outbox(TimeProvider clock)
{
    /// <summary>Raised in this process once a letter is durable.</summary>
    public event Action? Queued;

    /// <summary>Queues a letter.</summary>
    public async Task EnqueueAsync(WriteTransaction write, OutgoingMail mail)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await write.ExecuteAsync(
            """
            INSERT INTO mail_outbox (public_id, recipient, subject, text_body, html_body, created_at, next_attempt_at)
            VALUES (@publicId, @recipient, @subject, @text, @html, @now, @now)
            """, new
            {
                publicId = PublicId.New(),
                recipient = OneLine(mail.Recipient),
                subject = OneLine(mail.Subject),
                text = mail.TextBody,
                html = mail.HtmlBody,
                now,
            });
        write.OnCommitted(Wake);
    }

    /// <summary>Says that there is a letter to be delivered; call it after the commit.</summary>
    public void Wake() => Queued?.Invoke();

    // A line break in a subject or an address would become a header of the letter.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
