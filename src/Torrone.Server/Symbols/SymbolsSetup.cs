namespace Torrone.Server.Symbols;

/// <summary>What Program.cs calls.</summary>
public static class SymbolsSetup
{
    public static IServiceCollection AddSymbols(this IServiceCollection services) => services
        .AddSingleton<PushSymbols>()
        .AddSingleton<SymbolsEndpoints>();

    public static IEndpointRouteBuilder MapSymbols(this IEndpointRouteBuilder routes)
    {
        SymbolsEndpoints.Map(routes);
        return routes;
    }
}
