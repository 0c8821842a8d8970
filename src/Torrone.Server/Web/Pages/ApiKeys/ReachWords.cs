using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>How the pages say which packages a key reaches.</summary>
public static class ReachWords
{
    // So many names as fit in a line or two; the rest is a number.
    private const int Named = 5;

    /// <summary>"Reaches 12 of 40 packages today: Contoso.Json, … and 7 more".</summary>
    /// <param name="owned">The packages that the key's owner has today.</param>
    public static string Of(KeyDetails key, IReadOnlyList<string> owned)
    {
        IReadOnlyList<string> matches = KeyReach.Of(
            [.. key.Globs.Select(g => (SubjectKinds.Glob, g)), .. key.PackageIds.Select(i => (SubjectKinds.Id, i))], owned);
        string names = string.Join(", ", matches.Take(Named));
        int more = matches.Count - Named;
        return matches.Count == 0 ? WebText.ApiKeys.Plural("Reach.None", owned.Count)
            : more > 0 ? WebText.ApiKeys.Plural("Reach.More", matches.Count, owned.Count, names, more)
            : WebText.ApiKeys.Plural("Reach.All", matches.Count, owned.Count, names);
    }
}
