namespace Torrone.Server.Search;

/// <summary>
/// Writes the expression for SQLite's full-text index. Everything a stranger typed stands in double quotes and holds letters, digits
/// and blanks alone, so that no query can be a syntax error or name a column.
/// </summary>
internal sealed class MatchExpression
{
    /// <summary>The index's columns, in order.</summary>
    public static readonly string[] Columns = ["id", "title", "tags", "description", "summary", "authors", "owners"];

    // A query of 512 characters can be cut into more words than are worth looking up; further ones only narrow.
    private const int MaxWords = 32;

    private readonly List<string> _parts = [];
    private int _words;

    /// <summary>True when something was asked that holds no word at all ("???"), so that nothing can match.</summary>
    public bool MatchesNothing { get; private set; }

    /// <summary>The expression, or null when nothing was added.</summary>
    public override string? ToString() => _parts.Count == 0 ? null : string.Join(" AND ", _parts);

    /// <summary>Adds free words. While somebody types, the beginning of a word is enough.</summary>
    /// <param name="column">The only column to look in, or null for all.</param>
    public void AddWords(IReadOnlyList<QueryTerm> terms, string? column = null)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            bool last = i == terms.Count - 1;
            List<string> words = [.. Tokenizer.Words(terms[i].Text)];
            if (words.Count == 0)
            {
                // "C ++": the signs say nothing beside a word.
                MatchesNothing |= _parts.Count == 0 && last;
                continue;
            }

            if (terms[i].Quoted)
            {
                Add(column, Phrase(words));
                continue;
            }

            for (int w = 0; w < words.Count; w++)
            {
                Add(column, Loose(words[w], last && w == words.Count - 1));
            }
        }
    }

    /// <summary>Adds alternatives for one column; the words of each must be complete and follow one another.</summary>
    public void AddField(string column, IReadOnlyList<QueryTerm> terms)
    {
        List<string> alternatives = [];
        foreach (QueryTerm term in terms)
        {
            List<string> words = [.. Tokenizer.Words(term.Text)];
            if (words.Count > 0)
            {
                alternatives.Add(Phrase(words));
            }
        }

        if (alternatives.Count == 0)
        {
            MatchesNothing = true;
            return;
        }

        Add(column, $"({string.Join(" OR ", alternatives)})");
    }

    /// <summary>The column that a field is looked up in.</summary>
    public static string ColumnOf(SearchField field) => field switch
    {
        SearchField.Title => "title",
        SearchField.Tags => "tags",
        SearchField.Authors => "authors",
        SearchField.Description => "description",
        SearchField.Summary => "summary",
        SearchField.Owner => "owners",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private static string Phrase(IEnumerable<string> words) => $"\"{string.Join(' ', words)}\"";

    private static string Loose(string word, bool typing)
    {
        List<string> parts = [.. Tokenizer.CamelParts(word).Take(8)];
        string whole = Beginning(word, typing);
        // NewtonJson means Newtonsoft.Json; the parts of a name are looked for in names, not all over the prose.
        return parts.Count == 1
            ? whole
            : $"({whole} OR {{id title tags}} : ({string.Join(" AND ", parts.Select(p => Beginning(p, typing)))}))";
    }

    // One character begins half of all words: it is a word of its own unless it is all there is so far.
    private static string Beginning(string word, bool typing) => word.Length > 1 || typing ? $"\"{word}\" *" : $"\"{word}\"";

    private void Add(string? column, string expression)
    {
        if (++_words <= MaxWords)
        {
            _parts.Add(column is null ? expression : $"{column} : {(expression[0] == '(' ? expression : $"({expression})")}");
        }
    }
}
