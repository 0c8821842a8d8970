namespace Torrone.Server.Packages.Owners;

/// <summary>A package's row.</summary>
internal sealed class OwnedId
{
    public long Id { get; init; }

    public long FeedId { get; init; }

    public string LowerId { get; init; } = "";

    public string DisplayId { get; init; } = "";
}
