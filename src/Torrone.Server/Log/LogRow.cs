namespace Torrone.Server.Log;

/// <summary>A row of the log as readers get it.</summary>
public sealed class LogRow
{
    /// <summary>From 1, without gaps, in commit order.</summary>
    public long Sequence { get; init; }

    public string EventId { get; init; } = "";

    public string Type { get; init; } = "";

    public long TypeVersion { get; init; }

    /// <summary>UTC Unix milliseconds; strictly greater than the row's before it.</summary>
    public long At { get; init; }

    public string? Actor { get; init; }

    public string? RequestId { get; init; }

    public long? FeedId { get; init; }

    public string? PackageLowerId { get; init; }

    public string? LowerVersion { get; init; }

    public string Payload { get; init; } = "{}";

    public byte[] PreviousHash { get; init; } = [];

    public byte[] Hash { get; init; } = [];
}
