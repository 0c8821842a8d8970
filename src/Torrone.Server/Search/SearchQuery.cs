namespace Torrone.Server.Search;

/// <summary>
/// What a person or a client asked for, taken apart. Terms of one field are alternatives; fields and free words must all match.
/// Parsing never fails: a stranger's text is cut to bounds, and what makes no sense is left out.
/// </summary>
public sealed class SearchQuery
{
    /// <summary>Characters of a query that are looked at.</summary>
    public const int MaxLength = 512;

    /// <summary>Words and field terms that are looked at, together.</summary>
    public const int MaxTerms = 16;

    private readonly List<QueryTerm> _words = [];
    private readonly SortedDictionary<SearchField, List<QueryTerm>> _fields = [];

    private SearchQuery()
    {
    }

    /// <summary>Words outside any field, in order.</summary>
    public IReadOnlyList<QueryTerm> Words => _words;

    /// <summary>Field terms by field, in the order of <see cref="SearchField"/>.</summary>
    public IEnumerable<KeyValuePair<SearchField, List<QueryTerm>>> Fields => _fields;

    /// <summary>True when nothing was asked: every package matches.</summary>
    public bool IsEmpty => _words.Count == 0 && _fields.Count == 0;

    /// <summary>Reads a query; null and blanks are the empty query. Fields that are not known are left out with their value.</summary>
    public static SearchQuery Parse(string? text)
    {
        SearchQuery query = new();
        ReadOnlySpan<char> rest = (text ?? "").AsSpan(0, Math.Min(text?.Length ?? 0, MaxLength));
        int terms = 0;
        while (terms < MaxTerms && !(rest = rest.TrimStart()).IsEmpty)
        {
            string? field = TakeField(ref rest);
            QueryTerm? term = TakeTerm(ref rest);
            if (term is { } found)
            {
                terms++;
                query.Add(field, found);
            }
        }

        return query;
    }

    private static string? TakeField(ref ReadOnlySpan<char> rest)
    {
        int letters = 0;
        while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
        {
            letters++;
        }

        if (letters == 0 || letters == rest.Length || rest[letters] != ':')
        {
            return null;
        }

        string field = rest[..letters].ToString();
        rest = rest[(letters + 1)..];
        return field;
    }

    private static QueryTerm? TakeTerm(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || char.IsWhiteSpace(rest[0]))
        {
            return null;
        }

        bool quoted = rest[0] == '"';
        int start = quoted ? 1 : 0;
        int end = start;
        // A quote that is never closed reaches to the end. A quote inside a word ends it.
        while (end < rest.Length && rest[end] != '"' && (quoted || !char.IsWhiteSpace(rest[end])))
        {
            end++;
        }

        string text = rest[start..end].Trim().ToString();
        rest = rest[(quoted && end < rest.Length ? end + 1 : end)..];
        return text.Length == 0 ? null : new QueryTerm(text, quoted);
    }

    private void Add(string? field, QueryTerm term)
    {
        if (field is null)
        {
            _words.Add(term);
        }
        else if (Known(field) is { } known)
        {
            if (!_fields.TryGetValue(known, out List<QueryTerm>? terms))
            {
                _fields.Add(known, terms = []);
            }

            terms.Add(term);
        }
    }

    private static SearchField? Known(string field) => field.ToLowerInvariant() switch
    {
        "packageid" => SearchField.PackageId,
        "id" => SearchField.Id,
        "owner" or "owners" => SearchField.Owner,
        "version" => SearchField.Version,
        "title" => SearchField.Title,
        "tag" or "tags" => SearchField.Tags,
        "author" or "authors" => SearchField.Authors,
        "description" => SearchField.Description,
        "summary" => SearchField.Summary,
        _ => null,
    };
}
