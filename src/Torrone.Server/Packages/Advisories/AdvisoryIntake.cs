using Torrone.NuGet.Advisories;

namespace Torrone.Server.Packages.Advisories;

/// <summary>What was found in one import's files. Of several forms of one advisory the latest is kept.</summary>
public sealed class AdvisoryIntake
{
    /// <summary>Problems that are told in full; the rest is counted.</summary>
    public const int MostProblems = 200;

    private readonly Dictionary<string, AdvisoryRecord> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _assumed = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AdvisoryIntakeProblem> _problems = [];

    /// <summary>By identifier.</summary>
    public IReadOnlyList<AdvisoryRecord> Records => [.. _records.Values.OrderBy(r => r.Identifier, StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<AdvisoryIntakeProblem> Problems => _problems;

    /// <summary>All of them, told or not.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>Advisories about packages of others than NuGet's.</summary>
    public int Elsewhere { get; private set; }

    /// <summary>Identifiers of those whose severity had to be assumed.</summary>
    public IReadOnlyList<string> Assumed => [.. _assumed.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>True when no more may be taken in.</summary>
    public bool IsFull => _records.Count >= AdvisoryLimits.Advisories;

    /// <summary>Takes in what a file holds.</summary>
    /// <param name="file">Its name, for what is said of it; never a path that is opened.</param>
    public void Add(string file, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        foreach (AdvisoryFinding finding in AdvisoryReader.Read(json))
        {
            cancellation.ThrowIfCancellationRequested();
            if (finding.Problem is { } problem)
            {
                Refuse(file, problem, finding.Identifier, finding.Detail);
            }
            else if (finding.Record is not { } record)
            {
                Elsewhere++;
            }
            else if (IsFull && !_records.ContainsKey(record.Identifier))
            {
                Refuse(file, AdvisoryProblem.TooMany);
                return;
            }
            else if (!_records.TryGetValue(record.Identifier, out AdvisoryRecord? known) || known.ModifiedAt <= record.ModifiedAt)
            {
                _records[record.Identifier] = record;
                _ = finding.SeverityAssumed ? _assumed.Add(record.Identifier) : _assumed.Remove(record.Identifier);
            }
        }
    }

    /// <summary>Notes what could not be taken in.</summary>
    public void Refuse(string file, AdvisoryProblem problem, string? identifier = null, string? detail = null)
    {
        ProblemCount++;
        if (_problems.Count < MostProblems)
        {
            string name = file.Length > 128 ? "…" + file[^127..] : file;
            _problems.Add(new AdvisoryIntakeProblem(string.Concat(name.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)), problem, identifier, detail));
        }
    }
}
