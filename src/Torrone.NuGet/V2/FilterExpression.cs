namespace Torrone.NuGet.V2;

/// <summary>A filter that was understood, with its type checked: evaluating it cannot fail.</summary>
public abstract record FilterExpression
{
    /// <summary>The type of its value; null for the literal null, which goes with every type.</summary>
    internal abstract EdmType? Type { get; }

    /// <summary>Its value for an entry: string, bool, long (numbers and times) or null.</summary>
    internal abstract object? Value(V2Entry entry);

    /// <summary>True when the entry is wanted.</summary>
    public bool Matches(V2Entry entry) => Value(entry) is true;
}

internal sealed record LiteralExpression(EdmType? Kind, object? Constant) : FilterExpression
{
    internal override EdmType? Type => Kind;

    internal override object? Value(V2Entry entry) => Constant;
}

internal sealed record PropertyExpression(V2Property Property) : FilterExpression
{
    internal override EdmType? Type => Property.Type;

    internal override object? Value(V2Entry entry) => Property.Read(entry);
}

internal sealed record NotExpression(FilterExpression Inner) : FilterExpression
{
    internal override EdmType? Type => EdmType.Flag;

    internal override object? Value(V2Entry entry) => Inner.Value(entry) is not true;
}

/// <summary>Both sides (and) or either side (or).</summary>
internal sealed record LogicalExpression(bool Both, FilterExpression Left, FilterExpression Right) : FilterExpression
{
    internal override EdmType? Type => EdmType.Flag;

    internal override object? Value(V2Entry entry) => Both
        ? Left.Value(entry) is true && Right.Value(entry) is true
        : Left.Value(entry) is true || Right.Value(entry) is true;
}
