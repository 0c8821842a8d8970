using System.Buffers;

namespace Torrone.Server.Search;

/// <summary>
/// How well a package answers a query: its name first, then where the words were found, then how many people use it. The weights were
/// chosen with the relevance set (docs/search-relevance.md). The exact name outweighs everything.
/// </summary>
internal sealed class Scoring
{
    private const double ExactId = 100;
    private const double SameWithoutSeparators = 60;

    // The query is the beginning of the id, up to a separator or in the middle of a word; or it is the id's last parts.
    private const double BeginsWith = 4.5;
    private const double BeginsSo = 3.5;
    private const double EndsWith = 2;

    // Several words stand for the id's own, whatever is between them: weaker, as they may be meant otherwise.
    private const double Joined = 0.5;

    // A word of the query in the id, the title or the tags, whole or begun. In the last word somebody may still be typing.
    private const double InId = 12.5;
    private const double InIdBegun = 12;
    private const double InLabel = 11.5;
    private const double InLabelBegun = 1;
    private const double NotTyping = 0.4;

    // All parts of the id were asked for: Microsoft.Extensions.Logging for "extensions logging" before what has a fourth part.
    private const double WholeId = 5;

    // For ten times as many downloads. Below a thousand they say little: a new package of a small gallery is found by its words.
    private const double TenTimesTheUse = 4.5;
    private const double FewDownloads = 1_000;
    private const double VerifiedBonus = 1;

    private static readonly SearchValues<char> Separators = SearchValues.Create(".-_");

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
        double score = (TenTimesTheUse * Math.Log10(1 + (candidate.Downloads / FewDownloads))) + (candidate.Verified ? VerifiedBonus : 0);
        if (Name is not null)
        {
            score += candidate.LowerId == Name ? ExactId : IsCompact(candidate.LowerId) ? SameWithoutSeparators : ByName(candidate.LowerId);
        }

        if (_words.Length > 0)
        {
            double words = 0;
            for (int i = 0; i < _words.Length; i++)
            {
                double begun = i == _words.Length - 1 ? 1 : NotTyping;
                words += Math.Max(
                    In(candidate.IdWords, _words[i], InId, InIdBegun * begun),
                    Math.Max(In(candidate.TitleWords, _words[i], InLabel, InLabelBegun * begun), In(candidate.TagWords, _words[i], InLabel, InLabelBegun * begun)));
            }

            score += (words / _words.Length) + (WholeId * AskedFor(candidate.LowerId));
        }

        candidate.Score = score;
    }

    /// <summary>Best first; the id decides between equals, so that pages never overlap.</summary>
    public static int Compare(Candidate left, Candidate right)
    {
        int byScore = right.Score.CompareTo(left.Score);
        return byScore != 0 ? byScore : string.CompareOrdinal(left.LowerId, right.LowerId);
    }

    private double ByName(string id)
    {
        double score = 0;
        if (id.StartsWith(Name!, StringComparison.Ordinal))
        {
            score += IsSeparator(id[Name!.Length]) ? BeginsWith : BeginsSo;
        }
        else if (_words.Length > 1 && BeginsCompact(id))
        {
            score += BeginsWith * Joined;
        }

        if (EndsCompact(id))
        {
            score += id.EndsWith(Name!, StringComparison.Ordinal) ? EndsWith : _words.Length > 1 ? EndsWith * Joined : 0;
        }

        return score;
    }

    /// <summary>Of the parts of an id between separators, how many are words of the query: 0 to 1.</summary>
    private double AskedFor(ReadOnlySpan<char> id)
    {
        int parts = 0;
        int asked = 0;
        foreach (Range range in id.SplitAny(Separators))
        {
            parts++;
            asked += IsWord(id[range]) ? 1 : 0;
        }

        return (double)asked / parts;
    }

    private bool IsWord(ReadOnlySpan<char> part)
    {
        foreach (string word in _words)
        {
            if (part.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
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

    // Asked of a thousand ids for each query: these compare without making texts.
    private bool IsCompact(string id) => Leading(id) is { } end && end == id.Length;

    private bool BeginsCompact(string id) => Leading(id) is not null;

    /// <summary>Where the query's letters end that the id begins with, separators aside; null when it does not.</summary>
    private int? Leading(string id)
    {
        int at = 0;
        int i = 0;
        for (; i < id.Length && (at < _compact.Length || IsSeparator(id[i])); i++)
        {
            if (!IsSeparator(id[i]) && _compact[at++] != id[i])
            {
                return null;
            }
        }

        return at == _compact.Length ? i : null;
    }

    /// <summary>True when the id's last parts are the query's letters, separators aside.</summary>
    private bool EndsCompact(string id)
    {
        int at = _compact.Length;
        int i = id.Length;
        while (i > 0 && at > 0)
        {
            i--;
            if (!IsSeparator(id[i]) && _compact[--at] != id[i])
            {
                return false;
            }
        }

        return at == 0 && (i == 0 || IsSeparator(id[i - 1]));
    }
}
