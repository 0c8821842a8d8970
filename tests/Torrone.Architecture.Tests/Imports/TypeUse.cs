namespace Torrone.Architecture.Tests.Imports;

/// <summary>One type of the scanned assembly names another, in a signature, an attribute or the body of a method.</summary>
public readonly record struct TypeUse(TypeName User, TypeName Used)
{
    public override string ToString() => $"{User.FullName} uses {Used.FullName}";
}
