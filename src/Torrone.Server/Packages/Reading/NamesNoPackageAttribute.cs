namespace Torrone.Server.Packages.Reading;

/// <summary>An address of a private gallery that tells of no package: a key that may read any one package opens it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NamesNoPackageAttribute : Attribute;
