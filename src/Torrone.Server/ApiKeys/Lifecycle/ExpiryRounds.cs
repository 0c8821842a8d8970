using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Torrone.Server.Accounts.Links;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Looks for expiring and long finished keys once the server listens, and every hour from then on.</summary>
internal sealed class ExpiryRounds(
    ExpiryLetters letters, FinishedKeys finished, LinkBase links, IServer server, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ExpiryRounds> logger)
    : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The addresses, which the letters link to, are known once the server listens.
        TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration started = lifetime.ApplicationStarted.Register(() => listening.TrySetResult());
        await using CancellationTokenRegistration stopped = stoppingToken.Register(() => listening.TrySetCanceled(stoppingToken));
        await listening.Task;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(await TryAsync(stoppingToken) ? Between : AfterFailure, clock, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await letters.RunAsync(links.OfServer(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()), stoppingToken);
            await finished.ClearAsync(stoppingToken);
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The rows still say what is due: the next round tells it.
            logger.LogWarning(e, "Expiring and finished keys could not be looked after.");
            return false;
        }
    }
}
