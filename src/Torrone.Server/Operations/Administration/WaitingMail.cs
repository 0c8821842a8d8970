namespace Torrone.Server.Operations.Administration;

/// <summary>A letter on its way, without its words: they may hold a one-time link. Times are UTC Unix milliseconds.</summary>
public sealed class WaitingMail
{
    public string PublicId { get; init; } = "";

    public string Recipient { get; init; } = "";

    public string Subject { get; init; } = "";

    public long CreatedAt { get; init; }

    public long NextAttemptAt { get; init; }

    public long Attempts { get; init; }

    /// <summary>Null while it has not left.</summary>
    public long? SentAt { get; init; }

    /// <summary>What the mail server said last; null when nothing went wrong.</summary>
    public string? LastError { get; init; }
}
