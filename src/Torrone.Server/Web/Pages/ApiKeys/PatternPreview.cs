using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>What is said under a pattern: what it matches today, and what to write instead where there is something better.</summary>
/// <param name="Sentence">Empty for an empty row.</param>
/// <param name="Instead">The pattern to offer, or null.</param>
/// <param name="InsteadWords">What the button that offers it says, or null.</param>
public sealed record PatternPreview(string Sentence, string? Instead, string? InsteadWords)
{
    /// <summary>That the pattern matches what is not the owner's too; null when it does not.</summary>
    public string? Wider { get; private init; }

    // So many names as fit under a field; the rest is a number.
    private const int Named = 5;

    private static readonly TextSource T = WebText.ApiKeys;

    /// <summary>What is to be said about a pattern.</summary>
    /// <param name="text">As typed; empty for an empty row.</param>
    /// <param name="owned">The owner's packages.</param>
    /// <param name="other">A package of somebody else that the pattern matches too; null when there is none.</param>
    public static PatternPreview Of(string text, IReadOnlyList<string> owned, string? other)
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
            return new PatternPreview(owned.Count == 0 ? T["Preview.Future"] : T.Plural("Preview.Everything", owned.Count), instead, instead is null ? null : T.Format("Preview.Instead", instead));
        }

        if (reach.LooksLikeVersion)
        {
            return new PatternPreview(T["Preview.Version"], null, null);
        }

        return new PatternPreview(reach.Matches.Count == 0 ? T.Plural("Preview.None", reach.Owned) : Matching(reach), null, null)
        {
            Wider = other is null ? null : T.Format("Preview.Wider", other),
        };
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
