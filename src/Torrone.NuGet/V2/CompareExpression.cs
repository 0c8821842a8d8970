using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V2;

/// <summary>
/// eq, ne, gt, ge, lt, le. Text is compared without case, as the service that clients grew up with does; a version by precedence where the
/// other side is one, so that a range means what its reader thinks.
/// </summary>
internal sealed record CompareExpression(string Operator, FilterExpression Left, FilterExpression Right) : FilterExpression
{
    internal override EdmType? Type => EdmType.Flag;

    internal override object? Value(V2Entry entry)
    {
        var left = Left.Value(entry);
        var right = Right.Value(entry);
        if (left is null || right is null)
        {
            // Null equals null alone, and is neither more nor less than anything.
            return Operator switch { "eq" => left is null && right is null, "ne" => left is null != right is null, _ => false };
        }

        var order = left is not string text ? ((IComparable)left).CompareTo(right)
            : VersionOrder(text, (string)right) ?? string.Compare(text, (string)right, StringComparison.OrdinalIgnoreCase);
        return Operator switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }

    private int? VersionOrder(string left, string right) =>
        (IsVersion(Left) || IsVersion(Right)) && PackageVersion.TryParse(left, out var one) && PackageVersion.TryParse(right, out var other)
            ? one.CompareTo(other)
            : null;

    private static bool IsVersion(FilterExpression side) => side is PropertyExpression { Property.Name: "Version" or "NormalizedVersion" };
}
