namespace Torrone.Server.Search;

/// <summary>What an answer depends on: two equal keys are the same question. Compared field by field, so that no text can pass for another.</summary>
/// <param name="Base">The address that the answer's own addresses begin with; null when it has none.</param>
/// <param name="Id">The id whose versions are asked for; null when packages are.</param>
internal sealed record PageKey(string? Base, string? Id, SearchRequest Request)
{
    /// <summary>Memory it holds, in bytes, roughly.</summary>
    public long Cost => 256 + (2L * ((Base?.Length ?? 0) + (Id?.Length ?? 0) + (Request.Query?.Length ?? 0) + (Request.PackageType?.Length ?? 0)));
}
