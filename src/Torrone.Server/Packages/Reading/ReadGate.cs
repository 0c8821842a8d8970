using System.Net;
using Microsoft.AspNetCore.Authentication;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.Feeds;
using Torrone.Server.Http;

namespace Torrone.Server.Packages.Reading;

/// <summary>
/// The door of a private gallery: stands after routing and before whatever answers, memory included. An address is closed unless its
/// route says otherwise, and so is one that has no route. Programs show a key that may read, or a session; people a session.
/// </summary>
/// <remarks>
/// The challenge comes first and a 404 only after it: a client sends credentials when it is asked for them and never otherwise. Who has
/// shown them gets 404 for what the key may not read, as for what is not there: a 401 or 403 from one source ends a whole restore.
/// </remarks>
internal sealed class ReadGate(RequestDelegate next, KeyGate keys, FeedDirectory feeds, ReadUses uses, TimeProvider clock)
{
    private const string Basic = "Basic realm=\"torrone\", charset=\"UTF-8\"";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToStrangersAttribute>() is not null)
        {
            await next(context);
        }
        else if (context.CurrentAccount() is not null)
        {
            await PassAsync(context);
        }
        else if (ProtocolPaths.Include(context.Request.Path))
        {
            await AskForKeyAsync(context);
        }
        else
        {
            await context.ChallengeAsync();
        }
    }

    private async Task AskForKeyAsync(HttpContext context)
    {
        KeyAnswer answer = await keys.AuthenticateReaderAsync(context);
        if (!answer.IsValid)
        {
            Refusal unknown = answer.Refusal;
            if (answer.Presented is { } known)
            {
                uses.Note(known, context, null, unknown);
            }

            await RefusalWriter.WriteAsync(context, unknown.Status == StatusCodes.Status401Unauthorized ? unknown with { Challenge = Basic } : unknown);
            return;
        }

        string? id = context.Request.RouteValues["id"] as string;
        Refusal? refusal = Decide(context, answer.Key, id);
        uses.Note(answer.Key, context, id, refusal);
        if (refusal is null)
        {
            await PassAsync(context);
        }
        else if (id is not null && refusal.Code == KeyRefusals.PackageNotCovered(id).Code)
        {
            context.Response.OnStarting(PrivateAnswer.KeepAsync, context);
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
        }
        else
        {
            await RefusalWriter.WriteAsync(context, refusal);
        }
    }

    private Refusal? Decide(HttpContext context, PresentedKey key, string? id)
    {
        long feed = feeds.Main.Id;
        IPAddress? address = context.Connection.RemoteIpAddress;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (id is not null)
        {
            return KeyReading.Package(key, feed, id, address, now);
        }

        // Where there is no route, nothing can be told.
        return context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<NamesNoPackageAttribute>() is null
            ? KeyReading.Everything(key, feed, address, now)
            : KeyReading.Feed(key, feed, address, now);
    }

    private Task PassAsync(HttpContext context)
    {
        context.Response.OnStarting(PrivateAnswer.KeepAsync, context);
        return next(context);
    }
}
