namespace Torrone.NuGet.V2;

/// <summary>eq, ne, gt, ge, lt, le. Text is compared without case, as the service that clients grew up with does.</summary>
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

        var order = left is string text ? string.Compare(text, (string)right, StringComparison.OrdinalIgnoreCase) : ((IComparable)left).CompareTo(right);
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
}
