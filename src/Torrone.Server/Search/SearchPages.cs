using System.Collections.Concurrent;
using Torrone.Server.Packages;

namespace Torrone.Server.Search;

/// <summary>
/// Rendered answers, kept until the index changes: the same few questions are asked again and again. Thread-safe; holds at most about
/// 16 MiB, and starts over when that is reached.
/// </summary>
internal sealed class SearchPages(SearchIndex index)
{
    private const long Budget = 16 << 20;

    private Kept _kept = new(-1);

    /// <summary>The answer from memory, else rendered.</summary>
    public async Task<RenderedDocument> GetAsync(PageKey key, Func<Task<byte[]>> render)
    {
        // Asked before the index is read: an answer may be newer than the generation it is kept for, never older.
        long generation = index.Generation;
        Kept kept = _kept;
        if (kept.Generation != generation || kept.Cost > Budget)
        {
            _kept = kept = new Kept(generation);
        }

        if (kept.Documents.TryGetValue(key, out RenderedDocument? known))
        {
            return known;
        }

        RenderedDocument document = RenderedDocument.Json(await render());
        long cost = document.Cost + key.Cost;
        if (cost < Budget / 8 && kept.Documents.TryAdd(key, document))
        {
            kept.Add(cost);
        }

        return document;
    }

    private sealed class Kept(long generation)
    {
        private long _cost;

        public long Generation { get; } = generation;

        public long Cost => Interlocked.Read(ref _cost);

        public ConcurrentDictionary<PageKey, RenderedDocument> Documents { get; } = new();

        public void Add(long cost) => Interlocked.Add(ref _cost, cost);
    }
}
