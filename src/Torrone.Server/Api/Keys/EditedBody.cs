namespace Torrone.Server.Api.Keys;

/// <summary>A key after an edit, or before one that was only asked for.</summary>
public sealed record EditedBody
{
    public required KeyBody Key { get; init; }

    public required ChangesBody Changes { get; init; }
}
