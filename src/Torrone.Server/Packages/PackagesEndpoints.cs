using Microsoft.AspNetCore.Http.Features;
using Torrone.Server.ApiKeys;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages.Push;
using Torrone.Server.Packages.Unlist;

namespace Torrone.Server.Packages;

/// <summary>The addresses that clients publish to, as nuget.org's: push, unlist, relist.</summary>
internal static class PackagesEndpoints
{
    private const int LongestSessionId = 64;

    // A form around the package: boundary lines and part headers.
    private const long FormOverhead = 1 << 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v2/package", PushAsync).OpenToStrangers();
        routes.MapDelete("/api/v2/package/{id}/{version}",
            (HttpContext context, string id, string version) => SetListedAsync(context, id, version, listed: false)).OpenToStrangers();
        routes.MapPost("/api/v2/package/{id}/{version}",
            (HttpContext context, string id, string version) => SetListedAsync(context, id, version, listed: true)).OpenToStrangers();
    }

    private static async Task PushAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        PushPackage push = services.GetRequiredService<PushPackage>();
        // The server's own limit would cut the connection; ours answers first and drains then.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        KeyAnswer answer = await services.GetRequiredService<KeyAdmission>().AdmitAsync(context, KeyOperation.Push);
        PresentedKey? key = answer.Key;
        Refusal? refusal = answer.Refusal ?? RefuseEarly(context, key!);
        PushAnswer? pushed = null;
        if (refusal is null && context.Request.ContentLength > push.MaxBytes + FormOverhead)
        {
            refusal = PushRules.TooLarge((int)(push.MaxBytes >> 20));
        }

        if (refusal is null)
        {
            pushed = await ReceiveAsync(context, push, key!);
            refusal = pushed.Refusal;
            services.GetRequiredService<KeyUse>().Record(key!, context, KeyOperation.Push, pushed.Manifest?.Id, pushed.Manifest?.Version, refusal?.Code ?? KeyUseEntry.Ok);
        }

        if (refusal is not null)
        {
            await services.GetRequiredService<BodyDrain>().RefuseAsync(context, refusal, push.MaxBytes + FormOverhead);
            return;
        }

        foreach (string warning in pushed!.Warnings.Concat(KeyWarnings.Of(key!, Now(services))))
        {
            context.Response.Headers.Append("X-NuGet-Warning", RefusalWriter.Printable(warning));
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private static async Task<PushAnswer> ReceiveAsync(HttpContext context, PushPackage push, PresentedKey key)
    {
        try
        {
            Stream? body = await PackageBody.OpenAsync(context.Request, push.MaxBytes + FormOverhead, context.RequestAborted);
            return body is null
                ? PushAnswer.Refused(NoPackage())
                : await push.RunAsync(body, Feed(context), Who(context, key), context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            // The form's own lines are malformed or too long, or the body ended early.
            return PushAnswer.Refused(NoPackage());
        }
    }

    private static async Task SetListedAsync(HttpContext context, string id, string version, bool listed)
    {
        IServiceProvider services = context.RequestServices;
        KeyOperation operation = listed ? KeyOperation.Relist : KeyOperation.Unlist;
        KeyAnswer answer = await services.GetRequiredService<KeyAdmission>().AdmitAsync(context, operation, id, version);
        Refusal? refusal = answer.Refusal;
        if (refusal is null)
        {
            refusal = await services.GetRequiredService<SetListed>()
                .RunAsync(Feed(context), id, version, listed, Who(context, answer.Key!), context.RequestAborted);
            services.GetRequiredService<KeyUse>().Record(answer.Key!, context, operation, id, version, refusal?.Code ?? KeyUseEntry.Ok);
        }

        if (refusal is not null)
        {
            await RefusalWriter.WriteAsync(context, refusal);
            return;
        }

        foreach (string warning in KeyWarnings.Of(answer.Key!, Now(services)))
        {
            context.Response.Headers.Append("X-NuGet-Warning", RefusalWriter.Printable(warning));
        }

        context.Response.StatusCode = listed ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
    }

    private static Refusal? RefuseEarly(HttpContext context, PresentedKey key)
    {
        Refusal? refusal = SingleUseKeys.RefuseEarly(key, Session(context));
        if (refusal is not null)
        {
            context.RequestServices.GetRequiredService<KeyUse>().Record(key, context, KeyOperation.Push, null, null, refusal.Code);
        }

        return refusal;
    }

    private static string? Session(HttpContext context) =>
        context.Request.Headers["X-NuGet-Session-Id"].ToString() is { Length: > 0 and <= LongestSessionId } session ? session : null;

    private static Pusher Who(HttpContext context, PresentedKey key) =>
        new(KeyActor.For(key, context), key.PrincipalId, key, Session(context))
        {
            Address = context.Connection.RemoteIpAddress,
            Site = context.RequestServices.GetRequiredService<RequestBase>().Of(context.Request),
        };

    private static long Feed(HttpContext context) => context.RequestServices.GetRequiredService<FeedDirectory>().Main.Id;

    private static long Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();

    private static Refusal NoPackage() => new(StatusCodes.Status400BadRequest, "package-missing", PackagesText.Text.English("PackageMissing"));
}
