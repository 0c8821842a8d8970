using Torrone.Server.ApiKeys;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages.Push;

namespace Torrone.Server.Packages.Deprecate;

/// <summary><c>PUT api/v2/package/{id}/deprecations</c>, as nuget.org's: for programs with a key that may unlist.</summary>
internal static class DeprecateEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/v2/package/{id}/deprecations", (HttpContext context, string id) => AnswerAsync(context, id)).OpenToStrangers();

    private static async Task AnswerAsync(HttpContext context, string id)
    {
        IServiceProvider services = context.RequestServices;
        KeyAnswer answer = await services.GetRequiredService<KeyAdmission>().AdmitAsync(context, KeyOperation.Deprecate, id);
        Refusal? refusal = answer.Refusal;
        if (refusal is null)
        {
            (DeprecationRequest? request, refusal) = await ReadAsync(context);
            refusal ??= await services.GetRequiredService<DeprecateVersions>().RunAsync(
                services.GetRequiredService<FeedDirectory>().Main.Id, id, request!, PushIntake.Who(context, answer.Key!), context.RequestAborted);
            services.GetRequiredService<KeyUse>().Record(answer.Key!, context, KeyOperation.Deprecate, id,
                request?.Versions is [var only] ? only : null, refusal?.Code ?? KeyUseEntry.Ok);
        }

        if (refusal is not null)
        {
            await services.GetRequiredService<BodyDrain>().RefuseAsync(context, refusal, DeprecationBody.Longest);
            return;
        }

        long now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        foreach (string warning in KeyWarnings.Of(answer.Key!, now))
        {
            context.Response.Headers.Append("X-NuGet-Warning", RefusalWriter.Printable(warning));
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static async Task<(DeprecationRequest? Request, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        byte[] body = new byte[DeprecationBody.Longest + 1];
        int length = context.Request.ContentLength > DeprecationBody.Longest
            ? body.Length
            : await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length == body.Length)
        {
            return (null, Bad(StatusCodes.Status413PayloadTooLarge, "Deprecate.BodyTooLarge", DeprecationBody.Longest >> 20));
        }

        DeprecationRequest? request = DeprecationBody.Parse(body.AsMemory(0, length));
        return request is null ? (null, Bad(StatusCodes.Status400BadRequest, "Deprecate.BadBody")) : (request, null);
    }

    private static Refusal Bad(int status, string key, params object?[] values) => new(status, "deprecation-body", PackagesText.Text.English(key, values));
}
