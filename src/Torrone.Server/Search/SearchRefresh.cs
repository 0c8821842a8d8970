namespace Torrone.Server.Search;

/// <summary>Brings ranks and download counts up to date now and then: every five minutes, and never more than a fiftieth of the time.</summary>
internal sealed class SearchRefresh(IndexFollower follower, TimeProvider clock, ILogger<SearchRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            TimeSpan rest = follower.LastRebuild * 50;
            await Task.Delay(rest > Often ? rest : Often, clock, stoppingToken);
            try
            {
                await follower.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database may be away; the index goes on answering as it is.
                logger.LogWarning(e, "The search index could not be refreshed; trying again later.");
            }
        }
    }
}
