namespace Torrone.NuGet.Advisories;

/// <summary>What came of one thing in a file: exactly one of the three.</summary>
public sealed record AdvisoryFinding
{
    /// <summary>An advisory about packages of NuGet; null otherwise.</summary>
    public AdvisoryRecord? Record { get; private init; }

    /// <summary>Why it could not be taken in; null otherwise.</summary>
    public AdvisoryProblem? Problem { get; private init; }

    /// <summary>The part that is wrong, at most 100 printable characters; null for the whole.</summary>
    public string? Detail { get; private init; }

    /// <summary>Its identifier, where one could be read.</summary>
    public string? Identifier { get; private init; }

    /// <summary>True when it is an advisory about other packages than NuGet's: nothing is wrong, and nothing to be done.</summary>
    public bool IsElsewhere => Record is null && Problem is null;

    /// <summary>True when it named no severity and one had to be assumed.</summary>
    public bool SeverityAssumed { get; private init; }

    internal static AdvisoryFinding Elsewhere(string? identifier) => new() { Identifier = identifier };

    internal static AdvisoryFinding Of(AdvisoryRecord record, bool severityAssumed) =>
        new() { Record = record, Identifier = record.Identifier, SeverityAssumed = severityAssumed };

    internal static AdvisoryFinding Not(AdvisoryProblem problem, string? identifier = null, string? detail = null) => new()
    {
        Problem = problem,
        Identifier = identifier,
        Detail = detail is null ? null : string.Concat(detail.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)),
    };
}
