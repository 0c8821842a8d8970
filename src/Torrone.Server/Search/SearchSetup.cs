using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Settings;

namespace Torrone.Server.Search;

/// <summary>What the room adds to the server.</summary>
public static class SearchSetup
{
    /// <summary>The index in the data folder, its reader of the log, and the service that keeps its ranks fresh.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton(s => new IndexFile(s.GetRequiredService<TorroneSettings>().Under("search.db")));
        services.AddSingleton(s => new SearchIndex(s.GetRequiredService<IndexFile>()));
        services.AddSingleton(s => new IndexFollower(
            s.GetRequiredService<IndexFile>(), s.GetRequiredService<Database>(), s.GetRequiredService<EventLog>(),
            s.GetRequiredService<ILogger<IndexFollower>>()));
        services.AddSingleton<ILogReader>(s => s.GetRequiredService<IndexFollower>());
        services.AddHostedService<SearchRefresh>();
        services.AddSingleton<SearchPages>();
        services.AddSingleton<SearchEndpoints>();
        return services;
    }

    /// <summary>/v3/search and /v3/autocomplete.</summary>
    public static IEndpointRouteBuilder MapSearch(this IEndpointRouteBuilder routes)
    {
        SearchEndpoints.Map(routes);
        return routes;
    }
}
