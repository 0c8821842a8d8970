using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>One change of one version, as the catalog tells of it.</summary>
/// <param name="Sequence">Its place among all changes; part of its address.</param>
/// <param name="CommitId">Names the change for ever.</param>
/// <param name="At">UTC Unix milliseconds; each is later than the one before.</param>
/// <param name="IsDelete">True when the version was taken away for good.</param>
public sealed record CatalogCommit(long Sequence, string CommitId, long At, PackageId Id, PackageVersion Version, bool IsDelete);
