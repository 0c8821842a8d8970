namespace Torrone.NuGet.Manifests;

/// <summary>What a package is for. Names are compared without case.</summary>
/// <param name="Version">The type's version as written, or null.</param>
public sealed record PackageType(string Name, string? Version = null)
{
    public const string SymbolsName = "SymbolsPackage";

    /// <summary>What a package is that names no type.</summary>
    public static PackageType Dependency { get; } = new("Dependency");

    /// <summary>True when the type has this name, whatever its case.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
