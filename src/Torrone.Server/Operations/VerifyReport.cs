namespace Torrone.Server.Operations;

/// <summary>What a check of the whole gallery found. Filled by one check, then only read.</summary>
public sealed class VerifyReport
{
    /// <summary>As many problems as are kept as sentences; a damaged disk may have millions.</summary>
    public const int MostListed = 1000;

    private readonly List<string> _problems = [];

    /// <summary>Version rows looked at.</summary>
    public long Versions { get; internal set; }

    /// <summary>Different blobs read and hashed.</summary>
    public long Blobs { get; internal set; }

    /// <summary>Bytes read from the store.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Rows of the log whose hash was computed again.</summary>
    public long LogRows { get; internal set; }

    /// <summary>Blobs that no version and no waiting upload names. Harmless: what an interrupted push leaves, until it is swept.</summary>
    public long OrphanBlobs { get; internal set; }

    /// <summary>All problems found, listed or not.</summary>
    public long ProblemCount { get; private set; }

    /// <summary>The first <see cref="MostListed"/> problems, as sentences in the reader's language.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public bool IsSound => ProblemCount == 0;

    internal void Add(string key, params object?[] values)
    {
        if (ProblemCount++ < MostListed)
        {
            _problems.Add(OperationsText.Text.Format(key, values));
        }
    }
}
