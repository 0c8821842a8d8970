using System.Collections.Concurrent;

namespace Torrone.Server.Search;

/// <summary>How many packages match, kept until the index changes: counting a common word costs more than the answer. Thread-safe, bounded.</summary>
internal sealed class TotalCache
{
    private const int Most = 2_000;

    private Page _page = new(-1);

    /// <summary>The count at this generation, computed when it is not known.</summary>
    public long Get(long generation, string key, Func<long> count)
    {
        Page page = _page;
        if (page.Generation != generation || page.Totals.Count >= Most)
        {
            _page = page = new Page(generation);
        }

        return page.Totals.TryGetValue(key, out long total) ? total : page.Totals.GetOrAdd(key, count());
    }

    private sealed record Page(long Generation)
    {
        public ConcurrentDictionary<string, long> Totals { get; } = new(StringComparer.Ordinal);
    }
}
