namespace Torrone.Server.Search;

/// <summary>
/// The last row of the log that the index has seen. The event's own id tells whether it is still the same log: a database that was
/// restored from a backup and written to again reuses sequences, never ids.
/// </summary>
internal sealed record IndexCursor(long Sequence, string EventId)
{
    /// <summary>Before the first row.</summary>
    public static IndexCursor Start { get; } = new(0, "");
}
