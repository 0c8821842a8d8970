namespace Torrone.Server.Search;

/// <summary>Ids that begin or go on as typed, best first, or the versions of an id, lowest first.</summary>
/// <param name="TotalHits">How many there are in all.</param>
public sealed record AutocompleteResult(long TotalHits, IReadOnlyList<string> Matches);
