using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>What is said under a pattern: what it matches today, and what to write instead where there is something better.</summary>
/// <param name="Sentence">Empty for an empty row.</param>
/// <param name="Instead">The pattern to offer, or null.</param>
/// <param name="InsteadWords">What the button that offers it says, or null.</param>
public sealed record PatternPreview(string Sentence, string? Instead, string? InsteadWords)
{
    // So many names as fit under a field; the rest is a number.
    private const int Named = 5;

    private static readonly TextSource T = WebText.ApiKeys;

    public static PatternPreview Of(string text, IReadOnlyList<string> owned)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new PatternPreview("", null, null);
        }

        if (GlobReach.Of(text, owned) is not { } reach)
        {
            return new PatternPreview(T["Preview.Invalid"], null, null);
        }

        if (reach.Pattern.MatchesEverything)
        {
            string? instead = GlobReach.CommonPrefix(owned);
            return new PatternPreview(T.Plural("Preview.Everything", owned.Count), instead, instead is null ? null : T.Format("Preview.Instead", instead));
        }

        if (reach.LooksLikeVersion)
        {
            return new PatternPreview(T["Preview.Version"], null, null);
        }

        return new PatternPreview(reach.Matches.Count == 0 ? T.Plural("Preview.None", reach.Owned) : Matching(reach), null, null);
    }

    private static string Matching(GlobReach reach)
    {
        string names = string.Join(", ", reach.Matches.Take(Named));
        int more = reach.Matches.Count - Named;
        return more > 0
            ? T.Plural("Preview.MatchesMore", reach.Matches.Count, reach.Owned, names, more)
            : T.Plural("Preview.Matches", reach.Matches.Count, reach.Owned, names);
    }
}
