namespace Torrone.Server.Api.Keys;

/// <summary>Every key the caller may manage, what needs attention first.</summary>
public sealed record KeyListBody
{
    public required IReadOnlyList<KeyBody> Keys { get; init; }
}
