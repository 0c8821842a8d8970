using Torrone.Server.Http;
using Torrone.Server.Operations.Administration;

namespace Torrone.Server.Operations;

/// <summary>The room's services and routes.</summary>
public static class OperationsSetup
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<Health>();
        services.AddSingleton<VerifyBlobs>();
        services.AddSingleton<VerifyRows>();
        services.AddSingleton<VerifyLog>();
        services.AddSingleton<VerifyGallery>();
        services.AddSingleton<SiteAudit>();
        services.AddSingleton<SiteMail>();
        services.AddSingleton<SitePolicies>();
        return services;
    }

    /// <summary>Answers what nobody else answered. Outermost, but for what says who the client is and how it came.</summary>
    public static IApplicationBuilder UseFaults(this IApplicationBuilder app) => app.UseMiddleware<Faults>();

    /// <summary>
    /// /health/live: the process answers. /health/ready: it can also reach its database and blobs; 503 while it cannot.
    /// Both are for machines and say one word.
    /// </summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Answer(context, StatusCodes.Status200OK, "live")).OpenToStrangers();
        routes.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, Health health) =>
            await health.IsReadyAsync(context.RequestAborted)
                ? Answer(context, StatusCodes.Status200OK, "ready")
                : Answer(context, StatusCodes.Status503ServiceUnavailable, "not ready")).OpenToStrangers();
        return routes;
    }

    private static IResult Answer(HttpContext context, int status, string word)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(word, statusCode: status);
    }
}
