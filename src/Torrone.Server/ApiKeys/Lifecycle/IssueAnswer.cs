namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What came of asking for a key or for a new secret.</summary>
public sealed record IssueAnswer
{
    /// <summary>The secret, this once; null when there is none to show.</summary>
    public KeyText? Secret { get; private init; }

    /// <summary>The key's public id; null when there are problems.</summary>
    public string? PublicId { get; private init; }

    /// <summary>UTC Unix milliseconds; 0 without a secret.</summary>
    public long ExpiresAt { get; private init; }

    /// <summary>The same form was answered before: no second key was made, and the secret is not shown again.</summary>
    public bool AlreadyMade { get; private init; }

    /// <summary>Why nothing was made; empty otherwise.</summary>
    public IReadOnlyList<KeyProblem> Problems { get; private init; } = [];

    internal static IssueAnswer Issued(string publicId, KeyText secret, long expiresAt) =>
        new() { PublicId = publicId, Secret = secret, ExpiresAt = expiresAt };

    internal static IssueAnswer Already(string publicId) => new() { PublicId = publicId, AlreadyMade = true };

    internal static IssueAnswer Refused(IReadOnlyList<KeyProblem> problems) => new() { Problems = problems };
}
