using Torrone.Server.Text;

namespace Torrone.Server.Mail;

internal static class MailText
{
    public static readonly TextSource Text = new("Torrone.Server.Mail.Text");
}
