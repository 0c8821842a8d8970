namespace Torrone.NuGet.Advisories;

/// <summary>An advisory cannot be understood. Never leaves the reader.</summary>
public sealed class AdvisoryException(AdvisoryProblem problem, string? detail = null) : Exception(problem.ToString())
{
    public AdvisoryProblem Problem { get; } = problem;

    /// <summary>The part that is wrong, as it stands in the file; null for the whole.</summary>
    public string? Detail { get; } = detail;
}
