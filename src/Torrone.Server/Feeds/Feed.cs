namespace Torrone.Server.Feeds;

/// <summary>A place that packages are pushed to and read from. "main" exists from the first start.</summary>
public sealed class Feed
{
    /// <summary>The name of the feed behind /v3 and /api/v2.</summary>
    public const string MainName = "main";

    public long Id { get; init; }

    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";
}
