namespace Torrone.Server.Mail;

/// <summary>Where letters go: to a mail server, or into a folder.</summary>
public abstract class MailDelivery
{
    /// <summary>Says at the start where letters go.</summary>
    public abstract void Announce();

    /// <summary>Delivers one letter or throws; the message of what it throws is kept beside the letter.</summary>
    public abstract Task DeliverAsync(QueuedMail mail, CancellationToken cancellation);

    /// <summary>Removes what is kept no longer.</summary>
    public abstract void Sweep();
}
