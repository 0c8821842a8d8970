using Microsoft.AspNetCore.Http.Features;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Packages.Push;

/// <summary>What every push goes through around its own work: key before body, body within bounds, use noted, warnings, answer.</summary>
public static class PushIntake
{
    private const int LongestSessionId = 64;

    // A form around the package: boundary lines and part headers.
    private const long FormOverhead = 1 << 20;

    /// <summary>Admits the key, hands the package's stream to the push, and answers 201 or the refusal.</summary>
    public static async Task AnswerAsync(HttpContext context, KeyOperation operation, Func<Stream, Pusher, Task<PushAnswer>> push)
    {
        IServiceProvider services = context.RequestServices;
        int maxMiB = services.GetRequiredService<TorroneSettings>().MaxPackageMiB;
        long mostBytes = ((long)maxMiB << 20) + FormOverhead;
        // The server's own limit would cut the connection; ours answers first and drains then.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        KeyAnswer answer = await services.GetRequiredService<KeyAdmission>().AdmitAsync(context, operation);
        PresentedKey? key = answer.Key;
        Refusal? refusal = answer.Refusal ?? RefuseEarly(context, key!, operation);
        PushAnswer? pushed = null;
        if (refusal is null && context.Request.ContentLength > mostBytes)
        {
            refusal = PushRules.TooLarge(maxMiB);
        }

        if (refusal is null)
        {
            pushed = await ReceiveAsync(context, key!, mostBytes, push);
            refusal = pushed.Refusal;
            services.GetRequiredService<KeyUse>().Record(key!, context, operation, pushed.Manifest?.Id, pushed.Manifest?.Version, refusal?.Code ?? KeyUseEntry.Ok);
        }

        if (refusal is not null)
        {
            await services.GetRequiredService<BodyDrain>().RefuseAsync(context, refusal, mostBytes);
            return;
        }

        long now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        foreach (string warning in pushed!.Warnings.Concat(KeyWarnings.Of(key!, now)))
        {
            context.Response.Headers.Append("X-NuGet-Warning", RefusalWriter.Printable(warning));
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    /// <summary>The key's holder as the one who does something to a package.</summary>
    public static Pusher Who(HttpContext context, PresentedKey key) =>
        new(KeyActor.For(key, context), key.PrincipalId, key, Session(context))
        {
            Address = context.Connection.RemoteIpAddress,
            Site = context.RequestServices.GetRequiredService<RequestBase>().Of(context.Request),
        };

    private static async Task<PushAnswer> ReceiveAsync(
        HttpContext context, PresentedKey key, long mostBytes, Func<Stream, Pusher, Task<PushAnswer>> push)
    {
        try
        {
            Stream? body = await PackageBody.OpenAsync(context.Request, mostBytes, context.RequestAborted);
            return body is null ? PushAnswer.Refused(NoPackage()) : await push(body, Who(context, key));
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            // The form's own lines are malformed or too long, or the body ended early.
            return PushAnswer.Refused(NoPackage());
        }
    }

    private static Refusal? RefuseEarly(HttpContext context, PresentedKey key, KeyOperation operation)
    {
        Refusal? refusal = SingleUseKeys.RefuseEarly(key, Session(context));
        // The one use's symbols come in a session of their own.
        if (refusal is null || operation == KeyOperation.PushSymbols)
        {
            return null;
        }

        context.RequestServices.GetRequiredService<KeyUse>().Record(key, context, operation, null, null, refusal.Code);
        return refusal;
    }

    private static string? Session(HttpContext context) =>
        context.Request.Headers["X-NuGet-Session-Id"].ToString() is { Length: > 0 and <= LongestSessionId } session ? session : null;

    private static Refusal NoPackage() => new(StatusCodes.Status400BadRequest, "package-missing", PackagesText.Text.English("PackageMissing"));
}
