namespace Torrone.Server.Api.Keys;

/// <summary>What an edit changes.</summary>
public sealed record ChangesBody
{
    /// <summary>The new name; null when it stays.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<string> AddedActions { get; init; }

    public required IReadOnlyList<string> RemovedActions { get; init; }

    /// <summary>Patterns and package ids.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    public required IReadOnlyList<string> Removed { get; init; }

    public required IReadOnlyList<string> AddedAddresses { get; init; }

    public required IReadOnlyList<string> RemovedAddresses { get; init; }

    public required IReadOnlyList<string> AddedVersions { get; init; }

    public required IReadOnlyList<string> RemovedVersions { get; init; }

    /// <summary>Null when it stays as it is.</summary>
    public bool? SingleUse { get; init; }

    /// <summary>The earlier end that today's policy asks for; null when it stays.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>How many of the owner's packages of today it reaches before.</summary>
    public required int ReachBefore { get; init; }

    public required int ReachAfter { get; init; }
}
