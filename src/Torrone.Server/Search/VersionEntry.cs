namespace Torrone.Server.Search;

/// <summary>A listed version of a package.</summary>
/// <param name="Full">Normalized, with build metadata: what clients are shown.</param>
/// <param name="Lower">Normalized and lower-cased, without build metadata: what addresses carry.</param>
/// <param name="Kind">Bit 0: prerelease; bit 1: only clients that know SemVer 2 may see it.</param>
internal sealed record VersionEntry(string Full, string Lower, int Kind, long Downloads);
