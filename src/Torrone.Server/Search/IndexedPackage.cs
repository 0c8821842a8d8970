namespace Torrone.Server.Search;

/// <summary>All that the index keeps of a package that has a listed version.</summary>
internal sealed class IndexedPackage
{
    public required long FeedId { get; init; }

    public required string LowerId { get; init; }

    /// <summary>Of all its versions together.</summary>
    public required long Downloads { get; init; }

    public required PackageEntry Entry { get; init; }
}
