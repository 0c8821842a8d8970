using System.Collections.Concurrent;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Download;

/// <summary>Counts downloads in memory and writes them down every few seconds, so that a read costs no write. A crash loses the last few seconds.</summary>
public sealed class DownloadCounter(Database database, TimeProvider clock, ILogger<DownloadCounter> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<long, DownloadTally> _tallies = new();

    /// <summary>The tally of a version; the same one for as long as the process lives.</summary>
    public DownloadTally For(long versionId) => _tallies.GetOrAdd(versionId, static id => new DownloadTally(id));

    /// <summary>Writes down what was counted since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        List<(DownloadTally Tally, long Count)> taken = 
        [
            // In one order on every node, so that two of them never wait for each other's rows.
            .. _tallies.Values.OrderBy(t => t.VersionId).Select(t => (t, t.Take())).Where(t => t.Item2 > 0),
        ];
        if (taken.Count == 0)
        {
            return;
        }

        try
        {
            await database.WriteAsync(write => WriteAsync(write, taken), cancellation);
        }
        catch
        {
            taken.ForEach(t => t.Tally.GiveBack(t.Count));
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, clock, stoppingToken);
                await TryFlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            await TryFlushAsync();
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // The counts were given back; the next round writes them.
            logger.LogWarning(e, "Download counts could not be written; trying again.");
        }
    }

    private async Task WriteAsync(WriteTransaction write, List<(DownloadTally Tally, long Count)> taken)
    {
        long day = clock.GetUtcNow().ToUnixTimeSeconds() / 86_400;
        foreach ((DownloadTally tally, long count) in taken)
        {
            var values = new { id = tally.VersionId, day, count };
            await write.ExecuteAsync(
                """
                INSERT INTO downloads (version_id, day, count) VALUES (@id, @day, @count)
                ON CONFLICT (version_id, day) DO UPDATE SET count = downloads.count + excluded.count
                """, values);
            await write.ExecuteAsync("UPDATE versions SET downloads = downloads + @count WHERE id = @id", values);
            await write.ExecuteAsync(
                "UPDATE packages SET downloads = downloads + @count WHERE id = (SELECT package_id FROM versions WHERE id = @id)", values);
        }
    }
}
