using System.Text.RegularExpressions;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a pattern means for the packages that somebody owns today. Pure.</summary>
public sealed partial class GlobReach
{
    private GlobReach(GlobPattern pattern, IReadOnlyList<string> owned)
    {
        Pattern = pattern;
        Owned = owned.Count;
        Matches = [.. owned.Where(pattern.Matches)];
    }

    public GlobPattern Pattern { get; }

    /// <summary>How many packages there are to match.</summary>
    public int Owned { get; }

    /// <summary>Those it matches, in the order given.</summary>
    public IReadOnlyList<string> Matches { get; }

    /// <summary>True when the pattern ends like a version, which people write in the belief that versions are matched too.</summary>
    public bool LooksLikeVersion => Version().IsMatch(Pattern.Text);

    /// <summary>Null when the text is no pattern.</summary>
    public static GlobReach? Of(string text, IReadOnlyList<string> owned) =>
        GlobPattern.TryParse(text, out GlobPattern? pattern) ? new GlobReach(pattern, owned) : null;

    /// <summary>The pattern "Prefix.*" of the most common first part of the ids, e.g. Contoso.*; null when none has a dot.</summary>
    public static string? CommonPrefix(IEnumerable<string> ids) => ids
        .Select(id => id.Split('.', 2)).Where(parts => parts.Length == 2).Select(parts => parts[0])
        .GroupBy(prefix => prefix, StringComparer.OrdinalIgnoreCase)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
        .Select(group => group.First() + ".*").FirstOrDefault();

    [GeneratedRegex(@"\.\d+\.(\d+|\*)", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
