namespace Torrone.NuGet.V2;

/// <summary><c>$select</c>: the properties that an answer carries.</summary>
public sealed class ODataSelection
{
    private readonly HashSet<string>? names;

    private ODataSelection(HashSet<string>? names) => this.names = names;

    /// <summary>Every property.</summary>
    public static ODataSelection Everything { get; } = new(null);

    /// <summary>The named ones; all for nothing and for <c>*</c>. The id stands in an entry's title in any case.</summary>
    /// <exception cref="ODataException">It names something that is none.</exception>
    public static ODataSelection Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() == "*")
        {
            return Everything;
        }

        if (text.Length > FilterParser.Longest)
        {
            throw new ODataException(ODataProblem.TooComplex, FilterParser.Longest + 1);
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        var at = 0;
        foreach (var part in text.Split(','))
        {
            names.Add(V2Property.TryFind(part.Trim(), out var property)
                ? property.Name
                : throw new ODataException(ODataProblem.UnknownName, at + 1, part.Trim()));
            at += part.Length + 1;
        }

        return new ODataSelection(names);
    }

    public bool Has(string name) => names is null || names.Contains(name);
}
