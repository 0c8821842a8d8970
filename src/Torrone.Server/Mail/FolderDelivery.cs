using System.Net.Mail;
using System.Net.Mime;
using Torrone.Server.Settings;

namespace Torrone.Server.Mail;

/// <summary>Keeps letters as .eml files under data/mail when there is no mail server: readable by the server's own user alone, for a week.</summary>
public sealed class FolderDelivery(TorroneSettings settings, TimeProvider clock, ILogger<FolderDelivery> logger) : MailDelivery
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private string Folder => settings.Under("mail");

    public override void Announce() => logger.LogInformation("{Sentence}", MailText.Text.English("ToFolder", Folder));

    public override async Task DeliverAsync(QueuedMail mail, CancellationToken cancellation)
    {
        MakeFolder(Folder);
        string work = Path.Combine(Folder, ".new-" + mail.PublicId);
        MakeFolder(work);
        try
        {
            // Eight bits: the link in it can be read and copied with any editor.
            using MailMessage message = MimeMessage.Of(mail, settings.Smtp.From, TransferEncoding.EightBit);
            using SmtpClient client = new() { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = work };
            await client.SendMailAsync(message, cancellation);
            string written = Directory.EnumerateFiles(work).Single();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(written, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            string name = $"{clock.GetUtcNow():yyyyMMdd-HHmmss-fff}-{mail.PublicId}.eml";
            File.Move(written, Path.Combine(Folder, name), overwrite: true);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    public override void Sweep()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        DateTime before = (clock.GetUtcNow() - Kept).UtcDateTime;
        foreach (FileInfo file in new DirectoryInfo(Folder).EnumerateFiles("*.eml").Where(f => f.LastWriteTimeUtc < before))
        {
            file.Delete();
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
