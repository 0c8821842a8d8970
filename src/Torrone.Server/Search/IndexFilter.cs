using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>The condition under which a package matches, as SQL over the index's tables. What a stranger typed is in parameters only.</summary>
internal sealed class IndexFilter
{
    private readonly List<string> _where = [];
    private readonly List<KeyValuePair<string, object?>> _parameters = [];

    private IndexFilter(SearchRequest request)
    {
        And("p.feed_id = {0}", request.FeedId);
        And("p.channels & {0} != 0", request.Channel.Bit);
        AndListed("p.types", request.Channel, request.PackageType);
        AndListed("p.frameworks", request.Channel, request.Framework);
    }

    /// <summary>True when the full-text index takes part; then rows come in the order of ranks.</summary>
    public bool IsMatch { get; private set; }

    /// <summary>True when nothing can match, whatever is in the index.</summary>
    public bool MatchesNothing { get; private set; }

    /// <summary>The same for the same question: a key for caches.</summary>
    public string Key => string.Join('\n', _where) + "\n" + string.Join('\n', _parameters.Select(p => p.Value));

    /// <summary>The condition of a search.</summary>
    public static IndexFilter OfSearch(SearchRequest request, SearchQuery query)
    {
        IndexFilter filter = new(request);
        MatchExpression match = new();
        match.AddWords(query.Words);
        foreach ((SearchField field, List<QueryTerm> terms) in query.Fields)
        {
            filter.AddField(match, request.Channel, field, terms);
        }

        filter.AddMatch(match);
        return filter;
    }

    /// <summary>The condition of completing an id: fields mean nothing, and only ids are looked at.</summary>
    public static IndexFilter OfAutocomplete(SearchRequest request, SearchQuery query)
    {
        IndexFilter filter = new(request);
        MatchExpression match = new();
        match.AddWords(query.Words, "id");
        filter.AddMatch(match);
        return filter;
    }

    /// <summary>A statement over <c>pkg p</c> (and the full-text index where it takes part) with this condition and more.</summary>
    /// <param name="further">A further condition, constant but for its own parameters; empty for none.</param>
    public SqliteCommand Select(
        SqliteConnection connection, SqliteTransaction transaction, string columns, string further, string tail, params (string Name, object? Value)[] more)
    {
        string from = IsMatch ? "fts CROSS JOIN pkg p ON p.rank = fts.rowid" : "pkg p";
        return connection.Statement(
            $"SELECT {columns} FROM {from} WHERE {string.Join(" AND ", _where)} {further} {tail}",
            _parameters.Concat(more.Select(m => KeyValuePair.Create(m.Name, m.Value))), transaction);
    }

    /// <summary>A statement over <c>pkg p</c> with this condition but for words: names are found by their beginning without the full-text index.</summary>
    public SqliteCommand SelectByName(SqliteConnection connection, SqliteTransaction transaction, string columns, string from, string to, int most) =>
        connection.Statement(
            $"""
             SELECT {columns} FROM pkg p WHERE p.lower_id >= @from AND p.lower_id < @to
             AND {string.Join(" AND ", _where.Where(w => !w.StartsWith("fts", StringComparison.Ordinal)))} ORDER BY p.lower_id LIMIT @most
             """,
            [.. _parameters, new("@from", from), new("@to", to), new("@most", most)], transaction);

    private void AddField(MatchExpression match, SearchChannel channel, SearchField field, List<QueryTerm> terms)
    {
        switch (field)
        {
            case SearchField.PackageId:
                AndAny(terms, t => [("p.lower_id = {0}", t.ToLowerInvariant())]);
                break;
            case SearchField.Id:
                AndAny(terms, t => [("instr(p.lower_id, {0})", t.ToLowerInvariant())]);
                break;
            case SearchField.Owner:
                // The full-text index narrows first; the exact name decides.
                match.AddField("owners", terms);
                AndAny(terms, t => [("instr(p.owners, {0})", $"|{t.ToLowerInvariant()}|")]);
                break;
            case SearchField.Version:
                AndAny(terms, t => channel.Kinds.Select(kind => (
                    "instr((SELECT e.versions FROM entry e WHERE e.rank = p.rank), {0})",
                    string.Create(CultureInfo.InvariantCulture, $"|{kind}{Normalize(t)}|"))));
                break;
            default:
                match.AddField(MatchExpression.ColumnOf(field), terms);
                break;
        }
    }

    private static string Normalize(string version) =>
        Torrone.NuGet.Identity.PackageVersion.TryParse(version, out Torrone.NuGet.Identity.PackageVersion? parsed)
            ? parsed.Lower
            : version.ToLowerInvariant();

    private void AddMatch(MatchExpression match)
    {
        MatchesNothing = match.MatchesNothing;
        if (match.ToString() is { } expression)
        {
            IsMatch = true;
            And("fts MATCH {0}", expression);
        }
    }

    private void AndListed(string column, SearchChannel channel, string? item)
    {
        if (!string.IsNullOrEmpty(item))
        {
            And($"instr({column}, {{0}})", string.Create(CultureInfo.InvariantCulture, $"|{channel.Number}{item.ToLowerInvariant()}|"));
        }
    }

    private void And(string condition, object value) => _where.Add(Bind(condition, value));

    private void AndAny(List<QueryTerm> terms, Func<string, IEnumerable<(string Condition, string Value)>> conditions) =>
        _where.Add($"({string.Join(" OR ", terms.SelectMany(t => conditions(t.Text)).Select(c => Bind(c.Condition, c.Value)))})");

    private string Bind(string condition, object value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"@f{_parameters.Count}");
        _parameters.Add(KeyValuePair.Create<string, object?>(name, value));
        return condition.Replace("{0}", name, StringComparison.Ordinal);
    }
}
