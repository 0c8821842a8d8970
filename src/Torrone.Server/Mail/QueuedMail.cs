namespace Torrone.Server.Mail;

/// <summary>A letter's row, taken for one attempt.</summary>
public sealed class QueuedMail
{
    public long Id { get; init; }

    public string PublicId { get; init; } = "";

    public string Recipient { get; init; } = "";

    public string Subject { get; init; } = "";

    public string TextBody { get; init; } = "";

    public string? HtmlBody { get; init; }

    /// <summary>How often it was tried, this time included.</summary>
    public long Attempts { get; init; }
}
