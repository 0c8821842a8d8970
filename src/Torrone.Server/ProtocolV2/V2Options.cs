using Torrone.NuGet.Identity;
using Torrone.NuGet.V2;

namespace Torrone.Server.ProtocolV2;

/// <summary>The query options that every collection takes.</summary>
internal sealed record V2Options
{
    /// <summary>The most entries of one page.</summary>
    public const int PageSize = 100;

    public FilterExpression? Filter { get; private init; }

    /// <summary>Null: the query's natural order.</summary>
    public ODataOrder? Order { get; private init; }

    public required ODataSelection Selection { get; init; }

    public int Skip { get; private init; }

    /// <summary>How many entries are wanted, over all pages; null for all.</summary>
    public int? Top { get; private init; }

    /// <summary>True when the feed shall say how many entries there are in all.</summary>
    public bool WithCount { get; private init; }

    /// <summary>True for readers that know SemVer 2.</summary>
    public bool SemVer2 { get; private init; }

    /// <summary>The entry that ended the page before; null on the first page.</summary>
    public (string LowerId, PackageVersion Version)? After { get; private init; }

    /// <summary>Entries of this page.</summary>
    public int Take => Math.Min(Top ?? PageSize, PageSize);

    /// <summary>The same question for $count: how many there are, whatever the page.</summary>
    public V2Options ToCount() => this with { WithCount = true, Skip = 0, Top = 0, After = null };

    /// <exception cref="V2QueryException">An option is not understood.</exception>
    public static V2Options Read(IQueryCollection query) => new()
    {
        Filter = Option(query, "$filter", FilterParser.Parse),
        Order = Option(query, "$orderby", ODataOrder.Parse),
        Selection = Option(query, "$select", ODataSelection.Parse)!,
        Skip = V2Parameter.Count(query, "$skip") ?? 0,
        Top = V2Parameter.Count(query, "$top"),
        WithCount = query["$inlinecount"].ToString() switch
        {
            "" or "none" => false,
            "allpages" => true,
            _ => throw V2QueryException.BadParameter("$inlinecount"),
        },
        SemVer2 = query["semVerLevel"].ToString().StartsWith("2.", StringComparison.Ordinal),
        After = Token(query["$skiptoken"].ToString()),
    };

    private static T? Option<T>(IQueryCollection query, string name, Func<string, T?> parse)
    {
        try
        {
            return parse(query[name].ToString());
        }
        catch (ODataException error)
        {
            throw V2QueryException.BadOption(name, error);
        }
    }

    // 'id','version', as this server's own links to the next page have it.
    private static (string, PackageVersion)? Token(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        string[] parts = text.Split(',');
        return parts is [['\'', .. var id, '\''], ['\'', .. var version, '\'']]
            && PackageId.TryParse(id, out PackageId? packageId) && PackageVersion.TryParse(version, out PackageVersion? packageVersion)
            ? (packageId.Lower, packageVersion)
            : throw V2QueryException.BadParameter("$skiptoken");
    }
}
