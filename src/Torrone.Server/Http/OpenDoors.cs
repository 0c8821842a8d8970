namespace Torrone.Server.Http;

/// <summary>Marks routes that are mapped without a page.</summary>
public static class OpenDoors
{
    /// <summary>See <see cref="OpenToStrangersAttribute"/>.</summary>
    public static TBuilder OpenToStrangers<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OpenToStrangersAttribute());
}
