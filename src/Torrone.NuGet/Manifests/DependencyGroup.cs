namespace Torrone.NuGet.Manifests;

/// <summary>The dependencies for one target framework.</summary>
/// <param name="TargetFramework">The framework's short folder name; empty for any framework.</param>
/// <param name="Dependencies">Empty when the framework is supported without dependencies.</param>
public sealed record DependencyGroup(string TargetFramework, PackageDependency[] Dependencies);
