namespace Torrone.NuGet.V2;

/// <summary>A query option that is not understood.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="position">Where, counted in characters from 1.</param>
/// <param name="text">The words at fault, as they were sent.</param>
public sealed class ODataException(ODataProblem problem, int position, string text = "") : Exception(problem.ToString())
{
    public ODataProblem Problem { get; } = problem;

    public int Position { get; } = position;

    public string Text { get; } = text;
}
