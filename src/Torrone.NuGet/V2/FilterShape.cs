namespace Torrone.NuGet.V2;

/// <summary>What a filter says for certain, so that few entries need be looked at. What it does not see only costs time.</summary>
public static class FilterShape
{
    /// <summary>The one id, in lower case, that every matching entry has; null when the filter leaves it open.</summary>
    public static string? Id(FilterExpression? filter) => filter switch
    {
        LogicalExpression { Both: true } both => Id(both.Left) ?? Id(both.Right),
        CompareExpression { Operator: "eq" } equal => IdIn(equal.Left, equal.Right) ?? IdIn(equal.Right, equal.Left),
        _ => null,
    };

    /// <summary>What the id of every matching entry begins with, in lower case; empty when the filter leaves it open.</summary>
    public static string IdPrefix(FilterExpression? filter) => filter switch
    {
        LogicalExpression { Both: true } both => IdPrefix(both.Left) is { Length: > 0 } left ? left : IdPrefix(both.Right),
        CallExpression { Function: "startswith" } starts when IsId(starts.Arguments[0])
            && starts.Arguments[1] is LiteralExpression { Constant: string prefix } => prefix.ToLowerInvariant(),
        _ => "",
    };

    /// <summary>
    /// The name of the flag when the filter asks for IsLatestVersion, or for IsAbsoluteLatestVersion, and for nothing else; null otherwise.
    /// </summary>
    public static string? Latest(FilterExpression? filter) => filter switch
    {
        PropertyExpression property when IsLatest(property) => property.Property.Name,
        CompareExpression { Operator: "eq", Left: PropertyExpression property, Right: LiteralExpression { Constant: true } } when IsLatest(property)
            => property.Property.Name,
        LogicalExpression { Both: true } both when Latest(both.Left) is { } left && left == Latest(both.Right) => left,
        _ => null,
    };

    private static bool IsLatest(PropertyExpression property) => property.Property.Name is "IsLatestVersion" or "IsAbsoluteLatestVersion";

    private static string? IdIn(FilterExpression side, FilterExpression other) =>
        IsId(side) && other is LiteralExpression { Constant: string id } ? id.ToLowerInvariant() : null;

    // Comparisons ignore case, so that tolower(Id) and Id are one.
    private static bool IsId(FilterExpression expression) => expression switch
    {
        PropertyExpression property => property.Property.Name == "Id",
        CallExpression { Function: "tolower" or "toupper" } call => IsId(call.Arguments[0]),
        _ => false,
    };
}
