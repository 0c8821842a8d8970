namespace Torrone.Server.Log;

/// <summary>
/// Something derived from the log: it can be thrown away and rebuilt by replaying. Implemented by the document cache, the search
/// index and whatever follows. Calls come one at a time.
/// </summary>
public interface ILogReader
{
    /// <summary>A stable name for messages.</summary>
    string Name { get; }

    /// <summary>The last sequence applied. Asked once, at the start; a reader without a memory answers the head it is given.</summary>
    Task<long> StartAsync(long head, CancellationToken cancellation);

    /// <summary>Applies rows in order, without gaps. Applying one twice must be harmless.</summary>
    Task ApplyAsync(IReadOnlyList<LogRow> rows, CancellationToken cancellation);
}
