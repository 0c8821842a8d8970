namespace Torrone.Server.Accounts.Outside;

/// <summary>An outside identity that is linked to an account.</summary>
public sealed class OutsideLogin
{
    /// <summary>The issuer.</summary>
    public string Provider { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>What the person was called there when it was linked.</summary>
    public string? DisplayName { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }
}
