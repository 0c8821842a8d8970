namespace Torrone.NuGet.Problems;

/// <summary>Gathers problems up to a number, so that a hostile package cannot have thousands of sentences written.</summary>
internal sealed class ProblemList(int capacity)
{
    private readonly List<PackageProblem> problems = [];

    public IReadOnlyList<PackageProblem> Items => problems;

    public bool IsEmpty => problems.Count == 0;

    public bool IsFull => problems.Count >= capacity;

    public void Add(string code, params string[] args)
    {
        var problem = new PackageProblem(code, args);
        if (!IsFull && !problems.Contains(problem))
        {
            problems.Add(problem);
        }
    }
}
