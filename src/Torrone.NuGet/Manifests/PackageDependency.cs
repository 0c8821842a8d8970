namespace Torrone.NuGet.Manifests;

/// <summary>One dependency.</summary>
/// <param name="Id">A legal package id as the author wrote it.</param>
/// <param name="Range">The normalized version range, such as <c>[1.0.0, )</c>; <c>(, )</c> is any version.</param>
/// <param name="Exclude">Assets that are left out, as written, or null.</param>
/// <param name="Include">Assets that are taken in, as written, or null for all.</param>
public sealed record PackageDependency(string Id, string Range, string? Exclude = null, string? Include = null);
