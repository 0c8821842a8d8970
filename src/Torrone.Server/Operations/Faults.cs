using Microsoft.AspNetCore.Connections;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Operations;

/// <summary>
/// What nobody expected still gets an answer that a client can print: a reason phrase, a problem document, the id under which the log
/// has the rest. The exception itself stays in the log. Pages answer their own; this takes what is left.
/// </summary>
internal sealed class Faults(RequestDelegate next, Database database, BodyDrain drain, TorroneSettings settings, ILogger<Faults> logger)
{
    private const int NoSpace = 28; // ENOSPC, the same on Linux and macOS
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    public Task InvokeAsync(HttpContext context)
    {
        Task running;
        try
        {
            running = next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            return AnswerAsync(context, e);
        }

        // A hot read is over by now, and costs nothing here.
        return running.IsCompletedSuccessfully ? running : WatchAsync(context, running);
    }

    /// <summary>The answer to a fault. Says nothing of the exception but its kind.</summary>
    public static Refusal Of(Exception fault, Database database, string requestId) => fault switch
    {
        BadHttpRequestException bad => new Refusal(bad.StatusCode, "bad-request", OperationsText.Text.English("FaultRequest")),
        IOException { HResult: NoSpace or NoSpaceOnWindows } =>
            new Refusal(StatusCodes.Status507InsufficientStorage, "disk-full", OperationsText.Text.English("FaultDisk")),
        _ when database.IsAway(fault) =>
            new Refusal(StatusCodes.Status503ServiceUnavailable, "database-away", OperationsText.Text.English("FaultDatabase")) { RetryAfterSeconds = 5 },
        _ => new Refusal(StatusCodes.Status500InternalServerError, "internal-error", OperationsText.Text.English("FaultInternal", requestId)),
    };

    private async Task WatchAsync(HttpContext context, Task running)
    {
        try
        {
            await running;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception fault)
    {
        if (HasGone(context, fault))
        {
            // Thrown on, or left to itself, the server would log it as an error when it has not noticed yet.
            context.Abort();
            return Task.CompletedTask;
        }

        Refusal refusal = Of(fault, database, context.TraceIdentifier);
        if (refusal.Status == StatusCodes.Status500InternalServerError)
        {
            logger.LogError(fault, "Request {Id} failed.", context.TraceIdentifier);
        }
        else if (refusal.Status > StatusCodes.Status500InternalServerError)
        {
            logger.LogWarning("Request {Id} was answered with {Status}: {Reason}", context.TraceIdentifier, refusal.Status, fault.Message);
        }

        context.Response.Clear();
        return drain.RefuseAsync(context, refusal, (long)settings.MaxPackageMiB << 20);
    }

    // A client that hangs up is no fault of the gallery's.
    private static bool HasGone(HttpContext context, Exception fault)
    {
        if (fault is not (OperationCanceledException or IOException))
        {
            return false;
        }

        // A body that breaks off is noticed by its reader before the request counts as aborted.
        Exception? e = fault;
        while (e is not (null or ConnectionResetException or ConnectionAbortedException))
        {
            e = e.InnerException;
        }

        return e is not null || context.RequestAborted.IsCancellationRequested;
    }
}
