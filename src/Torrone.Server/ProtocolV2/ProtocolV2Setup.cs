namespace Torrone.Server.ProtocolV2;

/// <summary>What Program.cs calls.</summary>
public static class ProtocolV2Setup
{
    public static IServiceCollection AddProtocolV2(this IServiceCollection services) => services
        .AddSingleton<PackageScan>()
        .AddSingleton<V2Queries>()
        .AddSingleton<V2Updates>()
        .AddSingleton<V2Endpoints>()
        .AddSingleton<V2Downloads>();

    public static IEndpointRouteBuilder MapProtocolV2(this IEndpointRouteBuilder routes)
    {
        V2Endpoints.Map(routes);
        V2Downloads.Map(routes);
        return routes;
    }
}
