namespace Torrone.NuGet.V3;

/// <summary>What is known of one package.</summary>
public sealed record VulnerablePackage(string LowerId, IReadOnlyList<VulnerableRange> Ranges);

/// <summary>Versions with one weakness.</summary>
/// <param name="Url">Where it is described; absolute.</param>
/// <param name="Severity">0 low, 1 moderate, 2 high, 3 critical.</param>
/// <param name="Range">In NuGet's notation.</param>
public sealed record VulnerableRange(string Url, int Severity, string Range);
