using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Torrone.Server.Mail;

/// <summary>A letter as the base class library's mail client wants it. Recipient and subject have no line breaks by then.</summary>
internal static class MimeMessage
{
    public static MailMessage Of(QueuedMail mail, string from, TransferEncoding bodies)
    {
        MailMessage message = new()
        {
            From = new MailAddress(from),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(mail.Recipient));
        message.Headers["Message-ID"] = $"<{mail.PublicId}@{message.From.Host}>";
        message.Headers["Auto-Submitted"] = "auto-generated";
        message.AlternateViews.Add(View(mail.TextBody, MediaTypeNames.Text.Plain, bodies));
        if (mail.HtmlBody is not null)
        {
            message.AlternateViews.Add(View(mail.HtmlBody, MediaTypeNames.Text.Html, bodies));
        }

        return message;
    }

    private static AlternateView View(string body, string type, TransferEncoding encoding)
    {
        AlternateView view = AlternateView.CreateAlternateViewFromString(body, Encoding.UTF8, type);
        view.TransferEncoding = encoding;
        return view;
    }
}
