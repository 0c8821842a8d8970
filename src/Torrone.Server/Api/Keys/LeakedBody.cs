namespace Torrone.Server.Api.Keys;

/// <summary>Keys that were found where they do not belong.</summary>
public sealed record LeakedBody
{
    /// <summary>The whole texts, at most 100; what comes after is not looked at.</summary>
    public IReadOnlyList<string>? Keys { get; init; }
}
