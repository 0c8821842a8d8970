using Torrone.Server.Data;

namespace Torrone.Server.Log;

/// <summary>
/// Carries new rows of the log to this process's readers: at once after a commit of its own, within the poll after another's.
/// A reader that fails is tried again later and never holds up the others.
/// </summary>
public sealed class LogTail(EventLog log, Database database, IEnumerable<ILogReader> readers, ILogger<LogTail> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly Follower[] _followers = [.. readers.Select(r => new Follower(r))];
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Waits until every reader of this process has applied the row, at most five seconds.</summary>
    /// <returns>False when a reader could not keep up or failed; the row is still safe in the log.</returns>
    public async Task<bool> CatchUpAsync(long sequence)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
        try
        {
            await Task.WhenAll(_followers.Select(f => PumpAsync(f, sequence, limit.Token)));
            return true;
        }
        catch (Exception e)
        {
            // Whatever ails a reader, the change itself is committed: the poll goes on trying.
            logger.LogWarning(e, "A reader of the log did not reach row {Sequence} in time.", sequence);
            return false;
        }
    }

    /// <summary>Brings every reader to the head once; called before the server listens.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        log.Appended += Wake;
        foreach (Follower follower in _followers)
        {
            await PumpAsync(follower, null, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        log.Appended -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long seen = -1;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                bool woken = await _wake.WaitAsync(Poll, stoppingToken);
                long mark = await database.Engine.ForeignCommitMarkAsync(stoppingToken);
                if (woken || mark != seen || _followers.Any(f => f.Failed))
                {
                    seen = mark;
                    foreach (Follower follower in _followers)
                    {
                        await PumpGuardedAsync(follower, stoppingToken);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database may be away for a while; the tail outlives that.
                logger.LogWarning(e, "The log could not be read; trying again.");
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    private async Task PumpGuardedAsync(Follower follower, CancellationToken cancellation)
    {
        try
        {
            await PumpAsync(follower, null, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "{Reader} could not apply the log after row {Position}; trying again.", follower.Reader.Name, follower.Position);
            await Task.Delay(Poll, cancellation);
        }
    }

    private async Task PumpAsync(Follower follower, long? until, CancellationToken cancellation)
    {
        await follower.Turn.WaitAsync(cancellation);
        try
        {
            follower.Failed = true;
            if (follower.Position < 0)
            {
                follower.Position = await follower.Reader.StartAsync(await log.HeadAsync(cancellation), cancellation);
            }

            while (until is null || follower.Position < until)
            {
                List<LogRow> rows = await log.AfterAsync(follower.Position, Batch, cancellation);
                if (rows.Count == 0)
                {
                    break;
                }

                await follower.Reader.ApplyAsync(rows, cancellation);
                follower.Position = rows[^1].Sequence;
            }

            follower.Failed = false;
        }
        finally
        {
            follower.Turn.Release();
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Already awake, or already stopping.
        }
    }

    private sealed class Follower(ILogReader reader)
    {
        public ILogReader Reader { get; } = reader;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public long Position { get; set; } = -1;

        public bool Failed { get; set; }
    }
}
