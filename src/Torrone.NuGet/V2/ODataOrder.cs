namespace Torrone.NuGet.V2;

/// <summary><c>$orderby</c>: properties with asc or desc, joined by commas. Times and numbers by size, versions by precedence, text without case.</summary>
public sealed class ODataOrder : IComparer<V2Entry>
{
    private const int Most = 8;

    private readonly List<(V2Property Property, bool Down)> keys;

    private ODataOrder(List<(V2Property Property, bool Down)> keys) => this.keys = keys;

    /// <summary>True when the first thing asked for is many downloads.</summary>
    public bool IsByDownloads => keys[0] is { Property.Name: "DownloadCount", Down: true };

    /// <summary>True when the first thing asked for is the id, from a to z.</summary>
    public bool IsById => keys[0] is { Property.Name: "Id", Down: false };

    /// <summary>The order; null when none is asked for.</summary>
    /// <exception cref="ODataException">It is not understood.</exception>
    public static ODataOrder? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > FilterParser.Longest)
        {
            throw new ODataException(ODataProblem.TooComplex, FilterParser.Longest + 1);
        }

        List<(V2Property, bool)> keys = [];
        var at = 0;
        foreach (var part in text.Split(','))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is 0 or > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                throw new ODataException(ODataProblem.Unexpected, at + 1, part.Trim());
            }

            if (!V2Property.TryFind(words[0], out var property))
            {
                throw new ODataException(ODataProblem.UnknownName, at + 1, words[0]);
            }

            if (keys.Count == Most)
            {
                throw new ODataException(ODataProblem.TooComplex, at + 1);
            }

            keys.Add((property, words is [_, "desc"]));
            at += part.Length + 1;
        }

        return new ODataOrder(keys);
    }

    public int Compare(V2Entry? x, V2Entry? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        foreach (var (property, down) in keys)
        {
            var order = property.Name is "Version" or "NormalizedVersion" ? x.Version.CompareTo(y.Version) : Order(property.Read(x), property.Read(y));
            if (order != 0)
            {
                return down ? -order : order;
            }
        }

        return Natural(x, y);
    }

    /// <summary>By id, then by version: the order of everything that asks for none, and of what an asked one leaves open.</summary>
    public static int Natural(V2Entry x, V2Entry y)
    {
        var order = string.CompareOrdinal(x.Id.ToLowerInvariant(), y.Id.ToLowerInvariant());
        return order != 0 ? order : x.Version.CompareTo(y.Version);
    }

    private static int Order(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string left, string right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
        _ => ((IComparable)x).CompareTo(y),
    };
}
