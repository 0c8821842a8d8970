namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>The packages that a request names, read and checked: patterns and ids, each once.</summary>
internal sealed class KeySubjects
{
    private KeySubjects(List<(string Kind, string Subject)> subjects, List<KeyProblem> problems)
    {
        All = subjects;
        Problems = problems;
    }

    public IReadOnlyList<(string Kind, string Subject)> All { get; }

    public IReadOnlyList<KeyProblem> Problems { get; }

    public static KeySubjects Read(IReadOnlyList<string> globs, IReadOnlyList<string> packageIds)
    {
        List<(string Kind, string Subject)> subjects = [];
        List<KeyProblem> problems = [];
        foreach (string text in globs.Where(g => !string.IsNullOrWhiteSpace(g)))
        {
            if (GlobPattern.TryParse(text, out GlobPattern? pattern))
            {
                Add(subjects, SubjectKinds.Glob, pattern.Text);
            }
            else
            {
                problems.Add(KeyProblem.Of("subjects", "ProblemGlob", Shortened(text)));
            }
        }

        foreach (string id in packageIds.Where(i => !string.IsNullOrWhiteSpace(i)))
        {
            // An id is a pattern without a star.
            if (GlobPattern.TryParse(id, out GlobPattern? bare) && !bare.Text.Contains('*', StringComparison.Ordinal))
            {
                Add(subjects, SubjectKinds.Id, bare.Text);
            }
            else
            {
                problems.Add(KeyProblem.Of("subjects", "ProblemId", Shortened(id)));
            }
        }

        if (subjects.Count == 0 && problems.Count == 0)
        {
            problems.Add(KeyProblem.Of("subjects", "ProblemNoSubject"));
        }
        else if (subjects.Count > KeyRequest.MaxSubjects)
        {
            problems.Add(KeyProblem.Of("subjects", "ProblemTooManySubjects", KeyRequest.MaxSubjects));
        }

        return new KeySubjects(subjects, problems);
    }

    private static void Add(List<(string Kind, string Subject)> subjects, string kind, string subject)
    {
        if (!subjects.Exists(s => s.Kind == kind && s.Subject.Equals(subject, StringComparison.OrdinalIgnoreCase)))
        {
            subjects.Add((kind, subject));
        }
    }

    /// <summary>What somebody typed, short enough for a sentence.</summary>
    public static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "\u2026";
}
