namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Whether a key that another key makes is narrower than its maker in every dimension, or as narrow. Pure. What cannot be shown to be
/// narrower counts as wider.
/// </summary>
public static class KeyAttenuation
{
    /// <summary>Every dimension in which the child would be wider; empty when the maker may make it.</summary>
    public static IReadOnlyList<KeyProblem> Problems(KeyBounds parent, KeyBounds child)
    {
        List<KeyProblem> problems = [];
        if (child.OwnerId != parent.OwnerId)
        {
            problems.Add(KeyProblem.Of("owner", "ProblemChildOwner"));
        }

        if (!parent.Actions.Contains(KeyAction.ManageKeys) || child.Actions.Contains(KeyAction.ManageKeys))
        {
            problems.Add(KeyProblem.Of("actions", "ProblemChildManages"));
        }
        else if (!child.Actions.All(action => parent.Actions.Any(own => Covers(own, action))))
        {
            problems.Add(KeyProblem.Of("actions", "ProblemChildActions"));
        }

        if (!child.Subjects.All(subject => parent.Subjects.Any(own => Covers(own, subject))))
        {
            problems.Add(KeyProblem.Of("subjects", "ProblemChildSubjects"));
        }

        if (parent.Addresses.Count > 0 && (child.Addresses.Count == 0 || !child.Addresses.All(range => parent.Addresses.Any(own => own.Contains(range)))))
        {
            problems.Add(KeyProblem.Of("addresses", "ProblemChildAddresses"));
        }

        if (parent.Versions.Count > 0 && (child.Versions.Count == 0 || child.Versions.Except(parent.Versions, StringComparer.Ordinal).Any()))
        {
            problems.Add(KeyProblem.Of("versions", "ProblemChildVersions"));
        }

        if (parent.SingleUse && !child.SingleUse)
        {
            problems.Add(KeyProblem.Of("", "ProblemChildSingleUse"));
        }

        if (child.ExpiresAt > parent.ExpiresAt)
        {
            problems.Add(KeyProblem.Of("expiry", "ProblemChildExpiry", KeyRefusals.Moment(parent.ExpiresAt)));
        }

        return problems;
    }

    private static bool Covers(KeyAction own, KeyAction action) =>
        own == action || (own == KeyAction.Push && action == KeyAction.PushVersion);

    private static bool Covers((string Kind, string Subject) own, (string Kind, string Subject) subject) => (own.Kind, subject.Kind) switch
    {
        (SubjectKinds.Id, SubjectKinds.Id) => own.Subject.Equals(subject.Subject, StringComparison.OrdinalIgnoreCase),
        (SubjectKinds.Glob, SubjectKinds.Id) => GlobPattern.TryParse(own.Subject, out GlobPattern? pattern) && pattern.Matches(subject.Subject),
        (SubjectKinds.Glob, SubjectKinds.Glob) => GlobPattern.TryParse(own.Subject, out GlobPattern? wide)
            && GlobPattern.TryParse(subject.Subject, out GlobPattern? narrow) && wide.Covers(narrow),
        _ => false,
    };
}
