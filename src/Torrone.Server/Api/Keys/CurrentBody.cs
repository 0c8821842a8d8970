namespace Torrone.Server.Api.Keys;

/// <summary>The key of the request itself.</summary>
public sealed record CurrentBody
{
    public required KeyBody Key { get; init; }

    public required ReachBody Reaches { get; init; }
}
