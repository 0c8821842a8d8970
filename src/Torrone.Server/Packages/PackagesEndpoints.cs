using Torrone.Server.ApiKeys;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages.Push;
using Torrone.Server.Packages.Unlist;

namespace Torrone.Server.Packages;

/// <summary>The addresses that clients publish to, as nuget.org's: push, unlist, relist.</summary>
internal static class PackagesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v2/package", (HttpContext context, PushPackage push) => PushIntake.AnswerAsync(
            context, KeyOperation.Push, (body, who) => push.RunAsync(body, Feed(context), who, context.RequestAborted))).OpenToStrangers();
        routes.MapDelete("/api/v2/package/{id}/{version}",
            (HttpContext context, string id, string version) => SetListedAsync(context, id, version, listed: false)).OpenToStrangers();
        routes.MapPost("/api/v2/package/{id}/{version}",
            (HttpContext context, string id, string version) => SetListedAsync(context, id, version, listed: true)).OpenToStrangers();
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
                .RunAsync(Feed(context), id, version, listed, PushIntake.Who(context, answer.Key!), context.RequestAborted);
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

    private static long Feed(HttpContext context) => context.RequestServices.GetRequiredService<FeedDirectory>().Main.Id;

    private static long Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
}
