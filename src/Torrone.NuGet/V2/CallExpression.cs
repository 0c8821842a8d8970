namespace Torrone.NuGet.V2;

/// <summary>A function over text. Null in, null (or false) out.</summary>
internal sealed record CallExpression(string Function, IReadOnlyList<FilterExpression> Arguments) : FilterExpression
{
    /// <summary>How many arguments a function takes; null when there is none of that name.</summary>
    public static int? Arity(string function) => function switch
    {
        "tolower" or "toupper" or "trim" or "length" => 1,
        "substringof" or "startswith" or "endswith" => 2,
        _ => null,
    };

    internal override EdmType? Type => Function switch
    {
        "length" => EdmType.Int64,
        _ when Arguments.Count == 1 => EdmType.Text,
        _ => EdmType.Flag,
    };

    internal override object? Value(V2Entry entry)
    {
        var first = Arguments[0].Value(entry) as string;
        if (Arguments.Count == 2)
        {
            return first is not null && Arguments[1].Value(entry) is string second && Function switch
            {
                // substringof names the part first, the others the whole.
                "substringof" => second.Contains(first, StringComparison.OrdinalIgnoreCase),
                "startswith" => first.StartsWith(second, StringComparison.OrdinalIgnoreCase),
                _ => first.EndsWith(second, StringComparison.OrdinalIgnoreCase),
            };
        }

        return first is null ? null : Function switch
        {
            "tolower" => first.ToLowerInvariant(),
            "toupper" => first.ToUpperInvariant(),
            "trim" => first.Trim(),
            _ => (long)first.Length,
        };
    }
}
