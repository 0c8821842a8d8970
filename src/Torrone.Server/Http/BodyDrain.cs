using System.Buffers;
using System.Diagnostics;

namespace Torrone.Server.Http;

/// <summary>
/// Reads what a client is still sending after it was refused. The real client shows "connection reset" instead of the reason when
/// its body is cut off, so the rest is taken in and thrown away, within bounds of bytes, time and how many at once.
/// </summary>
public sealed class BodyDrain : IDisposable
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);

    /// <summary>Sends the refusal at once, then drains at most <paramref name="maxBytes"/> bytes. Never throws for what the client does.</summary>
    public async Task RefuseAsync(HttpContext context, Refusal refusal, long maxBytes)
    {
        await RefusalWriter.WriteAsync(context, refusal);
        await context.Response.CompleteAsync();
        if (!await TryDrainAsync(context, maxBytes))
        {
            context.Abort();
        }
    }

    /// <summary>Drains before an answer: a browser that is still sending shows a lost connection instead of the page.</summary>
    /// <returns>False when too many drain already, and nothing was read.</returns>
    public async Task<bool> TryDrainAsync(HttpContext context, long maxBytes)
    {
        if (!await _turns.WaitAsync(0, CancellationToken.None))
        {
            return false;
        }

        try
        {
            await DrainAsync(context, maxBytes);
            return true;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private static async Task DrainAsync(HttpContext context, long maxBytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Longest);
        long started = Stopwatch.GetTimestamp();
        long left = maxBytes;
        try
        {
            int read;
            while (left > 0 && Stopwatch.GetElapsedTime(started) < Longest
                && (read = await context.Request.Body.ReadAsync(buffer, limit.Token)) > 0)
            {
                left -= read;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client left, or was too slow: it has its answer.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
