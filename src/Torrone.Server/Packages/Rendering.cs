using Torrone.NuGet.Identity;

namespace Torrone.Server.Packages;

/// <summary>A document as it was rendered, and what decides how long it stays true.</summary>
/// <param name="Sequence">The log's sequence that it was read at.</param>
/// <param name="Span">The versions that it tells of; null when any change of the package may change it.</param>
public sealed record Rendering(RenderedDocument Document, long Sequence, VersionSpan? Span = null);

/// <summary>All versions from one to another, both included.</summary>
public sealed record VersionSpan(PackageVersion Lower, PackageVersion Upper)
{
    public bool Holds(PackageVersion version) => Lower <= version && version <= Upper;
}
