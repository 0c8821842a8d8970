namespace Torrone.Server.Search;

/// <summary>
/// How well a package answers a query: its name first, then where the words were found, then how many people use it. Twenty points
/// are what ten thousand million downloads are worth; the exact name outweighs everything.
/// </summary>
internal sealed class Scoring
{
    private const double ExactId = 100;
    private const double SameWithoutSeparators = 60;
    private const double BeginsSo = 20;
    private const double OneWord = 2;
    private const double VerifiedBonus = 1;

    private readonly string[] _words;
    private readonly string _compact;

    public Scoring(SearchQuery query)
    {
        _words = [.. query.Words.SelectMany(w => Tokenizer.Words(w.Text)).Select(Tokenizer.Fold).Distinct(StringComparer.Ordinal)];
        string whole = string.Join('.', query.Words.Select(w => w.Text)).ToLowerInvariant();
        Name = whole.Length > 0 && whole.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? whole : null;
        _compact = Name is null ? "" : Compact(Name);
        MayBegin = Name is not null && query.Words.All(w => !w.Quoted);
    }

    /// <summary>The words as an id, joined by dots; null when no id can look like that.</summary>
    public string? Name { get; }

    /// <summary>True when ids that begin with <see cref="Name"/> are meant too.</summary>
    public bool MayBegin { get; }

    /// <summary>Sets the score.</summary>
    public void Apply(Candidate candidate)
    {
        double score = (2 * Math.Log10(1 + candidate.Downloads)) + (candidate.Verified ? VerifiedBonus : 0);
        if (Name is not null)
        {
            if (candidate.LowerId == Name)
            {
                score += ExactId;
            }
            else if (IsCompact(candidate.LowerId))
            {
                score += SameWithoutSeparators;
            }
            else if (candidate.LowerId.StartsWith(Name, StringComparison.Ordinal))
            {
                score += BeginsSo * (1 + Name.Length) / (1 + candidate.LowerId.Length);
            }
        }

        double words = 0;
        foreach (string word in _words)
        {
            words += Math.Max(In(candidate.IdWords, word, 10, 5), Math.Max(In(candidate.TitleWords, word, 4, 2), In(candidate.TagWords, word, 4, 1.5)));
        }

        candidate.Score = score + (_words.Length == 0 ? 0 : OneWord * words / _words.Length);
    }

    /// <summary>Best first; the id decides between equals, so that pages never overlap.</summary>
    public static int Compare(Candidate left, Candidate right)
    {
        int byScore = right.Score.CompareTo(left.Score);
        return byScore != 0 ? byScore : string.CompareOrdinal(left.LowerId, right.LowerId);
    }

    // Words stand between blanks: " json parser ".
    private static double In(string words, string word, double whole, double beginning)
    {
        for (int at = words.IndexOf(word, StringComparison.Ordinal); at > 0; at = words.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (words[at - 1] == ' ')
            {
                return IsWhole(words, word, at) ? whole : Math.Max(beginning, LaterWhole(words, word, at, whole));
            }
        }

        return 0;
    }

    private static double LaterWhole(string words, string word, int after, double whole)
    {
        for (int at = words.IndexOf(word, after + 1, StringComparison.Ordinal); at > 0; at = words.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (words[at - 1] == ' ' && IsWhole(words, word, at))
            {
                return whole;
            }
        }

        return 0;
    }

    private static bool IsWhole(string words, string word, int at) => at + word.Length < words.Length && words[at + word.Length] == ' ';

    private static string Compact(string id) => string.Concat(id.Where(c => !IsSeparator(c)));

    private static bool IsSeparator(char c) => c is '.' or '-' or '_';

    // Asked of a thousand ids for each query: compares without making texts.
    private bool IsCompact(string id)
    {
        int at = 0;
        foreach (char c in id)
        {
            if (!IsSeparator(c) && (at == _compact.Length || _compact[at++] != c))
            {
                return false;
            }
        }

        return at == _compact.Length;
    }
}
