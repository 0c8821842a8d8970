namespace Torrone.Server.Accounts.Sessions;

/// <summary>A session as its person sees it in the list.</summary>
public sealed class OpenSession
{
    public string PublicId { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC Unix milliseconds, right to the minute.</summary>
    public long LastSeenAt { get; init; }

    /// <summary>The client's address at sign-in.</summary>
    public string? Address { get; init; }

    /// <summary>What the client called itself at sign-in: anything at all.</summary>
    public string? UserAgent { get; init; }
}
