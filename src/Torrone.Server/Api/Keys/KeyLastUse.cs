namespace Torrone.Server.Api.Keys;

/// <summary>The last use that went through.</summary>
public sealed record KeyLastUse
{
    public required DateTime At { get; init; }

    public string? Address { get; init; }

    /// <summary>What the client called itself.</summary>
    public string? Client { get; init; }

    /// <summary>Id and version, or the id alone.</summary>
    public string? Package { get; init; }
}
