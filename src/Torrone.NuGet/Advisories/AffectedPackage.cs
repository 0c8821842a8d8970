namespace Torrone.NuGet.Advisories;

/// <summary>A package and which of its versions are weak.</summary>
/// <param name="Id">A legal id, as the advisory spells it.</param>
/// <param name="Ranges">Version ranges in NuGet's own notation, at least one, none twice.</param>
public sealed record AffectedPackage(string Id, IReadOnlyList<string> Ranges);
