using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Torrone.Server.Api.Keys;
using Torrone.Server.Http;
using Torrone.Server.Organizations;

namespace Torrone.Server.Api;

/// <summary>Torrone's own API under /api/v1.</summary>
public static class ApiSetup
{
    /// <summary>What every address of the API begins with.</summary>
    public const string Root = "/api/v1";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiCallers>();
        services.AddSingleton<LeakLimit>();
        services.AddSingleton<KeyBodies>();
        services.AddSingleton<CreateKeyCall>();
        services.AddSingleton<EditKeyCall>();
        services.TryAddSingleton<OrganizationDirectory>();
        // As the API reads numbers; else its document would say that "7" is one.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddApiDocument();
        return services;
    }

    /// <summary>Before routing: an address of the API answers in the API's own way, also where there is nothing.</summary>
    public static WebApplication UseApi(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase),
            api => api.UseStatusCodePages(ApiStatusPages.WriteAsync));
        return app;
    }

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        // It asks for credentials itself, and takes reports of leaked keys from anybody.
        RouteGroupBuilder api = routes.MapGroup(Root).OpenToStrangers();
        api.AddEndpointFilter(InvokeAsync);
        KeyEndpoints.Map(api);
        CurrentKeyEndpoints.Map(api);
        LeakedKeysEndpoint.Map(api);
        routes.MapApiDocument();
        return routes;
    }

    private static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        // Programs are answered in one language, whatever the server's.
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return await next(call);
        }
        catch (UnauthorizedAccessException)
        {
            // Whether there is such an organization or key is nobody's business who may not see it.
            return new RefusalResult(call.HttpContext.Request.Query.ContainsKey("organization") ? ApiRefusals.NoSuchOrganization : ApiRefusals.SessionNeeded);
        }
    }
}
