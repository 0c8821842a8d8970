using Microsoft.Data.Sqlite;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Search;

/// <summary>
/// Keeps the index at the log's head. A row says only that something happened to a package: the package is read anew, so that applying a
/// row twice, or late, does no harm. An index that is missing, damaged, of another format or of another log is built from the database
/// while the old one, where there is one, goes on answering.
/// </summary>
public sealed class IndexFollower : ILogReader, IDisposable
{
    // A start waits this long for a first index, so that a small gallery never answers without one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly IndexFile _file;
    private readonly Database _database;
    private readonly EventLog _log;
    private readonly ILogger<IndexFollower> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private Task? _rebuild;
    private long _wanted;
    private bool _incomplete;

    internal IndexFollower(IndexFile file, Database database, EventLog log, ILogger<IndexFollower> logger)
    {
        _file = file;
        _database = database;
        _log = log;
        _logger = logger;
    }

    /// <inheritdoc/>
    public string Name => "search";

    /// <summary>How long the last rebuild took; zero before the first.</summary>
    public TimeSpan LastRebuild { get; private set; }

    /// <inheritdoc/>
    public async Task<long> StartAsync(long head, CancellationToken cancellation)
    {
        IndexCursor? cursor = IndexHeader.Read(_file)?.Cursor;
        _file.IsReady = cursor is not null;
        if (cursor is not null && cursor.Sequence <= head && await IsOfThisLogAsync(cursor, cancellation))
        {
            return cursor.Sequence;
        }

        Task rebuild = RebuildAsync();
        if (await Task.WhenAny(rebuild, Task.Delay(Patience, cancellation)) == rebuild)
        {
            await rebuild;
        }

        return head;
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(IReadOnlyList<LogRow> rows, CancellationToken cancellation)
    {
        lock (_gate)
        {
            // The running rebuild reads the log from where it began, up to here; waiting for it would hold up the other readers.
            _wanted = rows[^1].Sequence;
            if (_rebuild is not null || _incomplete)
            {
                _ = RebuildAsync();
                return;
            }
        }

        try
        {
            await ApplyNowAsync(rows, cancellation);
        }
        catch (SqliteException e) when (IndexFile.IsDamage(e))
        {
            _logger.LogWarning(e, "The search index is damaged and is built anew.");
            _ = RebuildAsync();
        }
    }

    /// <summary>Builds the index anew, in today's order of downloads; joins a rebuild that is running. Readers see the old one until the end.</summary>
    public Task RebuildAsync()
    {
        lock (_gate)
        {
            _incomplete = true;
            return _rebuild ??= Task.Run(RunAsync);
        }
    }

    /// <summary>Builds the index anew where downloads have changed the order since the last time, or where building it has failed.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        long downloads = await _database.ReadAsync(PackageSource.TotalDownloadsAsync, cancellation);
        if (_incomplete || IndexHeader.Read(_file)?.Downloads != downloads)
        {
            await RebuildAsync();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> IsOfThisLogAsync(IndexCursor cursor, CancellationToken cancellation)
    {
        if (cursor.Sequence == 0)
        {
            return true;
        }

        List<LogRow> rows = await _log.AfterAsync(cursor.Sequence - 1, 1, cancellation);
        return rows.Count == 1 && rows[0].EventId == cursor.EventId;
    }

    private async Task RunAsync()
    {
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            IndexCursor cursor = await BuildAsync();
            while (!IsDone(cursor))
            {
                List<LogRow> rows = await _log.AfterAsync(cursor.Sequence, 500);
                if (rows.Count > 0)
                {
                    await ApplyNowAsync(rows, CancellationToken.None);
                    cursor = new IndexCursor(rows[^1].Sequence, rows[^1].EventId);
                }
            }
        }
        catch (Exception e)
        {
            // Told here because nobody may be waiting; tried again with the next row or refresh.
            _logger.LogError(e, "The search index could not be built.");
            lock (_gate)
            {
                _rebuild = null;
            }

            throw;
        }

        LastRebuild = System.Diagnostics.Stopwatch.GetElapsedTime(begun);
        _logger.LogInformation("The search index was built in {Elapsed}.", LastRebuild);
    }

    private bool IsDone(IndexCursor cursor)
    {
        lock (_gate)
        {
            if (cursor.Sequence < _wanted)
            {
                return false;
            }

            _rebuild = null;
            _incomplete = false;
            return true;
        }
    }

    private async Task<IndexCursor> BuildAsync()
    {
        await _turn.WaitAsync();
        try
        {
            // Read before the packages: whatever happens to them meanwhile is in the log after it.
            long head = await _log.HeadAsync();
            IndexCursor cursor = head == 0 ? IndexCursor.Start : new IndexCursor(head, (await _log.AfterAsync(head - 1, 1))[0].EventId);
            long downloads = await _database.ReadAsync(PackageSource.TotalDownloadsAsync);
            using IndexWriter writer = BeginAnew();
            foreach (long[] batch in (await _database.ReadAsync(PackageSource.RankedAsync)).Chunk(PackageSource.Batch))
            {
                (await _database.ReadAsync(read => PackageSource.LoadAsync(read, batch, _logger))).ForEach(writer.Put);
            }

            writer.Optimize();
            writer.SetRankedDownloads(downloads);
            writer.SetCursor(cursor);
            writer.Commit();
            _file.IsReady = true;
            _file.Changed();
            return cursor;
        }
        finally
        {
            _turn.Release();
        }
    }

    private IndexWriter BeginAnew()
    {
        try
        {
            return Begin();
        }
        catch (SqliteException e) when (IndexFile.IsDamage(e))
        {
            _file.IsReady = false;
            _file.Delete();
            return Begin();
        }

        IndexWriter Begin()
        {
            IndexWriter writer = new(_file);
            try
            {
                writer.Clear();
                return writer;
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        }
    }

    private async Task ApplyNowAsync(IReadOnlyList<LogRow> rows, CancellationToken cancellation)
    {
        (long FeedId, string LowerId)[] touched =
            [.. rows.Where(r => r.FeedId is not null && r.PackageLowerId is not null).Select(r => (r.FeedId!.Value, r.PackageLowerId!)).Distinct()];
        await _turn.WaitAsync(cancellation);
        try
        {
            using IndexWriter writer = new(_file);
            foreach ((long feedId, string lowerId) in touched)
            {
                List<IndexedPackage> found = await _database.ReadAsync(async read =>
                    await PackageSource.FindAsync(read, feedId, lowerId) is { } id ? await PackageSource.LoadAsync(read, [id], _logger) : [], cancellation);
                if (found.Count == 0)
                {
                    writer.Remove(feedId, lowerId);
                }

                found.ForEach(writer.Put);
            }

            writer.SetCursor(new IndexCursor(rows[^1].Sequence, rows[^1].EventId));
            writer.Commit();
            _file.Changed();
        }
        finally
        {
            _turn.Release();
        }
    }
}
