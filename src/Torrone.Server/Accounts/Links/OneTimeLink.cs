namespace Torrone.Server.Accounts.Links;

/// <summary>What a valid link stands for.</summary>
internal sealed class OneTimeLink
{
    /// <summary>Null for the set-up link.</summary>
    public long? UserId { get; init; }

    public string? Payload { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long ExpiresAt { get; init; }
}
