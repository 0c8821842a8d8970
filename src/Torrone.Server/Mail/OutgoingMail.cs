namespace Torrone.Server.Mail;

/// <summary>A letter ready to be sent. Never holds a key or a password.</summary>
/// <param name="Recipient">One address.</param>
/// <param name="Subject">One line; line breaks are taken out when it is queued.</param>
/// <param name="TextBody">Plain text.</param>
/// <param name="HtmlBody">The same in HTML, or null.</param>
public sealed record OutgoingMail(string Recipient, string Subject, string TextBody, string? HtmlBody = null);
