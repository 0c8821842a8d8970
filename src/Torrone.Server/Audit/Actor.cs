namespace Torrone.Server.Audit;

/// <summary>Who acts and by what: a person in a session, a key, or the command line.</summary>
/// <param name="PrincipalId">The person or organization; null before anybody is known (a failed sign-in) and for the command line.</param>
/// <param name="PublicId">The principal's public id, as it stands in the log.</param>
public sealed record Actor(long? PrincipalId, string? PublicId)
{
    /// <summary>The session's public id, when a signed-in person acts.</summary>
    public string? SessionPublicId { get; init; }

    /// <summary>The key's public id, when a key acts.</summary>
    public string? KeyPublicId { get; init; }

    /// <summary>The client's address, never taken from an untrusted header.</summary>
    public string? Address { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Ties log rows, audit rows and the server's own log lines together.</summary>
    public string? RequestId { get; init; }

    /// <summary>The command line on the server itself.</summary>
    public static Actor CommandLine { get; } = new(null, null) { UserAgent = "command line" };
}
