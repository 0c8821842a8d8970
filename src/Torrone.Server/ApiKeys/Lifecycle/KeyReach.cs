namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Which of some package ids a key covers. Pure.</summary>
public static class KeyReach
{
    /// <summary>The ids that one of the subjects covers, in the order given.</summary>
    /// <param name="subjects">A <see cref="SubjectKinds"/> word and a text each.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<(string Kind, string Subject)> subjects, IReadOnlyList<string> ids)
    {
        List<GlobPattern> patterns = [];
        foreach ((string _, string text) in subjects.Where(s => s.Kind == SubjectKinds.Glob))
        {
            if (GlobPattern.TryParse(text, out GlobPattern? pattern))
            {
                patterns.Add(pattern);
            }
        }

        HashSet<string> picked = new(subjects.Where(s => s.Kind == SubjectKinds.Id).Select(s => s.Subject), StringComparer.OrdinalIgnoreCase);
        return [.. ids.Where(id => picked.Contains(id) || patterns.Exists(p => p.Matches(id)))];
    }
}
