namespace Torrone.NuGet.V3;

/// <summary>A page of the catalog, as the index lists it.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Count">How many changes it holds, 1 to 550.</param>
/// <param name="CommitId">The last of them.</param>
/// <param name="At">When that was, in UTC Unix milliseconds.</param>
public sealed record CatalogPageHead(long Number, int Count, string CommitId, long At);
