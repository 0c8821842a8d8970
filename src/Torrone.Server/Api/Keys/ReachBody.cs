namespace Torrone.Server.Api.Keys;

/// <summary>Which of the owner's packages of today a key covers.</summary>
public sealed record ReachBody
{
    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>The first 100 of their ids, by name.</summary>
    public required IReadOnlyList<string> Packages { get; init; }
}
