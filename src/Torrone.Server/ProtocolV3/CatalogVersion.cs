using Torrone.NuGet.V3;

namespace Torrone.Server.ProtocolV3;

/// <summary>A change and the version as it was after it.</summary>
/// <param name="Manifest">As it is stored.</param>
/// <param name="Listed">As it was then.</param>
/// <param name="PublishedAt">UTC Unix milliseconds of the first publication.</param>
/// <param name="Hash">SHA-512 of the nupkg as it is served.</param>
/// <param name="Size">Bytes of the nupkg.</param>
/// <param name="Deprecation">As it was then.</param>
internal sealed record CatalogVersion(CatalogCommit Commit, string Manifest, bool Listed, long PublishedAt, byte[] Hash, long Size,
    Deprecation? Deprecation);
