namespace Torrone.Server.ProtocolV3;

/// <summary>What Program.cs calls.</summary>
public static class ProtocolV3Setup
{
    public static IServiceCollection AddProtocolV3(this IServiceCollection services) => services
        .AddSingleton<SliceRows>()
        .AddSingleton<DocumentReads>()
        .AddSingleton<CatalogRows>()
        .AddSingleton<CatalogEndpoints>()
        .AddSingleton<VulnerabilityEndpoints>()
        .AddSingleton<RegistrationEndpoints>()
        .AddSingleton<FlatContainerEndpoints>();

    /// <summary>First in the pipeline, after forwarded headers and the path base.</summary>
    public static IApplicationBuilder UseHotReads(this IApplicationBuilder app) => app.UseMiddleware<HotReads>();

    public static IEndpointRouteBuilder MapProtocolV3(this IEndpointRouteBuilder routes)
    {
        ServiceIndexEndpoint.Map(routes);
        FlatContainerEndpoints.Map(routes);
        RegistrationEndpoints.Map(routes);
        CatalogEndpoints.Map(routes);
        VulnerabilityEndpoints.Map(routes);
        return routes;
    }
}
