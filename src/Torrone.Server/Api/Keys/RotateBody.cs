namespace Torrone.Server.Api.Keys;

/// <summary>How a key gets a new secret.</summary>
public sealed record RotateBody
{
    /// <summary>Hours for which the old secret goes on beside the new one, 1 to 168; 0: it stops at once.</summary>
    public int OverlapHours { get; init; }
}
