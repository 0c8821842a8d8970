using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Letters;

/// <summary>Answers letter requests after their requests were answered. One at a time: nobody waits for it.</summary>
internal sealed class LetterWriter(
    Database database, LetterRequests requests, ResetPassword reset, ConfirmEmail confirm, ILogger<LetterWriter> logger) : BackgroundService
{
    // What another node, or this one before it crashed, left behind raises no event here.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    // Begun at once, the work would compete with the answer to the request that asked: it would be later for an address that has an account.
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _wake = new(0, 1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        requests.Asked += Wake;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        requests.Asked -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await database.ReadAsync(read => read.ScalarAsync<long>("SELECT count(*) FROM letter_requests"), stoppingToken) > 0)
                {
                    await database.WriteAsync(AnswerAsync, stoppingToken);
                }

                await _wake.WaitAsync(Poll, stoppingToken);
                await Task.Delay(Distance, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever ails the database now, the requests are rows: the next round finds them.
                logger.LogError(e, "Letter requests could not be answered; they are tried again in {Seconds} s.", Poll.TotalSeconds);
                await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task AnswerAsync(WriteTransaction write)
    {
        LetterRequest? request = await LetterRequests.TakeAsync(write);
        switch (request?.Kind)
        {
            case LetterRequests.Reset:
                await reset.WriteLetterAsync(write, request.Email, request.Site);
                break;
            case LetterRequests.Confirm:
                await confirm.WriteLetterAsync(write, request.Email, request.Site);
                break;
            default:
                // Another node took it, or a newer program asked for what this one does not know.
                break;
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
