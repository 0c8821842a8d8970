namespace Torrone.Server.Search;

/// <summary>A part of the packages that match.</summary>
/// <param name="TotalHits">How many match in all.</param>
/// <param name="Items">Best first.</param>
public sealed record SearchResult(long TotalHits, IReadOnlyList<FoundPackage> Items);
