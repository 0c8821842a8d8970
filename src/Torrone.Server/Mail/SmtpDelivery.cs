using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using Torrone.Server.Settings;

namespace Torrone.Server.Mail;

/// <summary>Hands letters to the mail server of the settings, encrypted by STARTTLS unless the setting says otherwise.</summary>
public sealed class SmtpDelivery(TorroneSettings settings, ILogger<SmtpDelivery> logger) : MailDelivery
{
    public override void Announce() =>
        logger.LogInformation("{Sentence}", MailText.Text.English("ToServer", settings.Smtp.Host, settings.Smtp.Port));

    public override async Task DeliverAsync(QueuedMail mail, CancellationToken cancellation)
    {
        using SmtpClient client = new(settings.Smtp.Host, settings.Smtp.Port) { EnableSsl = settings.Smtp.StartTls };
        if (settings.Smtp.User.Length > 0)
        {
            client.UseDefaultCredentials = false;
            client.Credentials = new NetworkCredential(settings.Smtp.User, settings.Smtp.Password);
        }

        using MailMessage message = MimeMessage.Of(mail, settings.Smtp.From, TransferEncoding.QuotedPrintable);
        await client.SendMailAsync(message, cancellation);
    }

    public override void Sweep()
    {
        // The mail server keeps what it took.
    }
}
