namespace Torrone.Server.Api.Keys;

/// <summary>Why a key is revoked.</summary>
public sealed record RevokeBody
{
    /// <summary>One line for the list of keys, at most 256 characters; may be left out.</summary>
    public string? Reason { get; init; }
}
