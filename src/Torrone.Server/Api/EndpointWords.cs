namespace Torrone.Server.Api;

/// <summary>What the API's document says about an endpoint.</summary>
internal static class EndpointWords
{
    /// <param name="name">The operation's id, which programs generate names from: it never changes.</param>
    /// <param name="text">The beginning of its two texts' keys.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string text) => endpoint
        .WithName(name).WithTags("keys").WithSummary(ApiText.Text.English(text + ".Summary")).WithDescription(ApiText.Text.English(text + ".Description"));

    /// <summary>The refusals it may answer with, as problem documents.</summary>
    public static RouteHandlerBuilder ProducesRefusals(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (int status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, "application/problem+json");
        }

        return endpoint;
    }
}
