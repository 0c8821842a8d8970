using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Advisories;

/// <summary>
/// What an administrator decides about one advisory. A dismissed one stays in the list and counts no more, also after later imports;
/// a removed one is gone, and comes back with the next import that has it.
/// </summary>
public sealed class DecideAdvisory(Database database, EventLog log, LogTail tail, AuditLog audit, TimeProvider clock)
{
    public const int LongestReason = 500;

    private readonly AdvisoryRows _rows = new(log, clock);

    /// <returns>False when there is none of this identifier.</returns>
    public Task<bool> RemoveAsync(AdvisoryKeeper keeper, string identifier, CancellationToken cancellation = default) =>
        RunAsync(keeper, identifier, "advisory.removed", null, async (write, id) =>
        {
            await write.ExecuteAsync("DELETE FROM advisory_packages WHERE advisory_id = @id", new { id });
            await write.ExecuteAsync("DELETE FROM advisories WHERE id = @id", new { id });
        }, cancellation);

    /// <param name="reason">For the list and the audit log; cut at 500 characters.</param>
    /// <returns>False when there is none of this identifier.</returns>
    public Task<bool> DismissAsync(AdvisoryKeeper keeper, string identifier, string? reason, CancellationToken cancellation = default)
    {
        string said = string.Concat((reason ?? "").Take(LongestReason).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return RunAsync(keeper, identifier, "advisory.dismissed", said, (write, id) => write.ExecuteAsync(
            "UPDATE advisories SET dismissed_at = @now, dismissed_reason = @said WHERE id = @id", new { now = Now(), said, id }), cancellation);
    }

    /// <returns>False when there is none of this identifier.</returns>
    public Task<bool> ReinstateAsync(AdvisoryKeeper keeper, string identifier, CancellationToken cancellation = default) =>
        RunAsync(keeper, identifier, "advisory.reinstated", null, (write, id) => write.ExecuteAsync(
            "UPDATE advisories SET dismissed_at = NULL, dismissed_reason = NULL WHERE id = @id", new { id }), cancellation);

    private async Task<bool> RunAsync(
        AdvisoryKeeper keeper, string identifier, string action, string? said, Func<WriteTransaction, long, Task> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keeper);
        long sequence = await database.WriteAsync(async write =>
        {
            if (!(await AdvisoryRows.FindAsync(write, [identifier])).TryGetValue(identifier.ToLowerInvariant(), out var found))
            {
                return 0;
            }

            await change(write, found.Id);
            await audit.WriteAsync(write, new AuditEntry(action, keeper.Actor, "advisory", found.Record.Identifier, After: said));
            return await _rows.ToldAsync(write, found.Record.Affected.Select(a => a.Id.ToLowerInvariant()), imported: false, keeper);
        }, cancellation);
        if (sequence > 0)
        {
            await tail.CatchUpAsync(sequence);
        }

        return sequence > 0;
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
