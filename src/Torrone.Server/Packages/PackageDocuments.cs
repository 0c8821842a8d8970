using System.Collections.Concurrent;
using Torrone.NuGet.Identity;
using Torrone.Server.Log;
using Torrone.Server.Settings;

namespace Torrone.Server.Packages;

/// <summary>
/// Rendered documents in bounded memory, by base address and path. A reader of the log: what happens to a package drops the package's
/// documents, before the push that did it is answered. A change of one version leaves those that tell of other versions alone: a push to a
/// package of thousands drops its lists and one page.
/// </summary>
/// <remarks>
/// A fill that races an invalidation must not leave old bytes behind:
/// <code>
/// read A: reads the database at sequence 7      push B: commits 8
///                                               push B: drops A's documents, remembers "8" for the id
/// read A: wants to keep its document            refused: 7 is older than 8
/// </code>
/// Dropping alone would let A put its old bytes back; a lock around the database read would make readers wait for writers.
/// </remarks>
public sealed class PackageDocuments(TorroneSettings settings) : ILogReader
{
    // More ids than this were changed: remember only the newest sequence, for all.
    private const int MostRemembered = 20_000;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Entry>> _bases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Base, string Path), Task<Entry>> _filling = new();
    private readonly Dictionary<string, HashSet<(string Base, string Path)>> _byPackage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _clock = new();
    private readonly Lock _gate = new();
    private readonly long _budget = (long)settings.CacheMiB << 20;
    private int _live;
    private long _floor;
    private long _used;

    public string Name => "documents";

    /// <summary>Bytes held now.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Looks only in memory: the hot path.</summary>
    /// <param name="baseAddress">What absolute addresses in documents begin with.</param>
    /// <param name="path">The request's path; documents are kept under the one spelling that clients use.</param>
    public RenderedDocument? Find(string baseAddress, string path)
    {
        if (_bases.TryGetValue(baseAddress, out var paths) && paths.TryGetValue(path, out Entry? entry))
        {
            entry.Touched = true;
            return entry.Document;
        }

        return null;
    }

    /// <summary>The document from memory, else rendered and kept. Callers that ask for the same one at once wait for one rendering.</summary>
    /// <param name="lowerId">The package that it belongs to; a change of it drops the document.</param>
    /// <param name="render">Reads and renders it.</param>
    public async Task<RenderedDocument> GetAsync(string baseAddress, string path, string lowerId, Func<Task<Rendering>> render)
    {
        if (Find(baseAddress, path) is { } found)
        {
            return found;
        }

        var key = (baseAddress, path);
        TaskCompletionSource<Entry> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Entry> filling = _filling.GetOrAdd(key, mine.Task);
        if (filling != mine.Task)
        {
            Entry theirs;
            try
            {
                theirs = await filling;
            }
            catch (OperationCanceledException)
            {
                // Whoever rendered it has hung up, which is no reason for this caller to go without.
                return await GetAsync(baseAddress, path, lowerId, render);
            }

            // Their reading may have begun before a push that this caller already knows of.
            return IsStale(theirs) ? (await render()).Document : theirs.Document;
        }

        try
        {
            Entry entry = new(key, lowerId, await render());
            Keep(entry);
            _filling.TryRemove(key, out _);
            mine.SetResult(entry);
            return entry.Document;
        }
        catch (Exception e)
        {
            _filling.TryRemove(key, out _);
            mine.SetException(e);
            // Nobody may be waiting; the exception is thrown to this caller in any case.
            _ = mine.Task.Exception;
            throw;
        }
    }

    public Task<long> StartAsync(long head, CancellationToken cancellation) => Task.FromResult(head);

    public Task ApplyAsync(IReadOnlyList<LogRow> rows, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (LogRow row in rows)
            {
                // What belongs to no package is kept under no id: a row without one is about the feed's own documents.
                string id = row.PackageLowerId ?? "";
                if (_changed.Count >= MostRemembered)
                {
                    _floor = row.Sequence;
                    _changed.Clear();
                }

                _changed[id] = row.Sequence;
                DropWhatTellsOf(id, row.LowerVersion);
            }
        }

        return Task.CompletedTask;
    }

    // A row without a version is about the whole package.
    private void DropWhatTellsOf(string id, string? lowerVersion)
    {
        if (!_byPackage.TryGetValue(id, out var keys))
        {
            return;
        }

        _ = PackageVersion.TryParse(lowerVersion, out PackageVersion? changed);
        foreach (var key in keys.Where(k => changed is null || At(k)?.Span?.Holds(changed) != false).ToList())
        {
            Drop(key);
            keys.Remove(key);
        }

        if (keys.Count == 0)
        {
            _byPackage.Remove(id);
        }
    }

    private Entry? At((string Base, string Path) key) =>
        _bases.TryGetValue(key.Base, out var paths) && paths.TryGetValue(key.Path, out Entry? entry) ? entry : null;

    private bool IsStale(Entry entry)
    {
        lock (_gate)
        {
            return entry.Sequence < _floor || (_changed.TryGetValue(entry.LowerId, out long changed) && entry.Sequence < changed);
        }
    }

    private void Keep(Entry entry)
    {
        // One document may not push out a quarter of all others.
        if (entry.Cost > _budget / 4)
        {
            return;
        }

        lock (_gate)
        {
            if (entry.Sequence < _floor || (_changed.TryGetValue(entry.LowerId, out long changed) && entry.Sequence < changed))
            {
                return;
            }

            Drop(entry.Key);
            _bases.GetOrAdd(entry.Key.Base, _ => new(StringComparer.Ordinal))[entry.Key.Path] = entry;
            if (!_byPackage.TryGetValue(entry.LowerId, out var keys))
            {
                _byPackage[entry.LowerId] = keys = [];
            }

            keys.Add(entry.Key);
            _used += entry.Cost;
            _clock.Enqueue(entry);
            _live++;
            if (_clock.Count > (2 * _live) + 1024)
            {
                ForgetDropped();
            }

            while (_used > _budget && _clock.Count > 0)
            {
                Evict(_clock.Dequeue());
            }
        }
    }

    // What was dropped still stands in the queue until the hand comes by, which without pressure it never does.
    private void ForgetDropped()
    {
        Entry[] kept = [.. _clock.Where(e => e.Kept)];
        _clock.Clear();
        foreach (Entry entry in kept)
        {
            _clock.Enqueue(entry);
        }
    }

    // Second chance: what was read since the hand last passed stays for another round.
    private void Evict(Entry oldest)
    {
        if (!oldest.Kept)
        {
            return;
        }

        if (oldest.Touched)
        {
            oldest.Touched = false;
            _clock.Enqueue(oldest);
            return;
        }

        Drop(oldest.Key);
        if (_byPackage.TryGetValue(oldest.LowerId, out var keys) && keys.Remove(oldest.Key) && keys.Count == 0)
        {
            _byPackage.Remove(oldest.LowerId);
        }
    }

    private void Drop((string Base, string Path) key)
    {
        if (_bases.TryGetValue(key.Base, out var paths) && paths.TryRemove(key.Path, out Entry? entry))
        {
            entry.Kept = false;
            _live--;
            _used -= entry.Cost;
            if (paths.IsEmpty)
            {
                _bases.TryRemove(key.Base, out _);
            }
        }
    }

    private sealed class Entry((string Base, string Path) key, string lowerId, Rendering rendering)
    {
        public (string Base, string Path) Key { get; } = key;

        public string LowerId { get; } = lowerId;

        // A stranger chooses the address: a 404 under a long one is mostly its key.
        public long Cost { get; } = rendering.Document.Cost + 512 + (2L * (key.Base.Length + key.Path.Length));

        public RenderedDocument Document { get; } = rendering.Document;

        public long Sequence { get; } = rendering.Sequence;

        public VersionSpan? Span { get; } = rendering.Span;

        public bool Touched { get; set; }

        public bool Kept { get; set; } = true;
    }
}
