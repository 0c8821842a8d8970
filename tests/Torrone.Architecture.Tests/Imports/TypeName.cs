namespace Torrone.Architecture.Tests.Imports;

/// <summary>A type by its assembly, the namespace of its outermost type, and its name.</summary>
public readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
