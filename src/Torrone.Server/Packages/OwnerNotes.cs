using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages;

/// <summary>Tells the log that the owners of packages read differently now, because an owner was renamed or is deleted.</summary>
internal sealed class OwnerNotes(EventLog log)
{
    /// <summary>What the rooms below call, without knowing packages.</summary>
    public PackagesTouched Touched => WriteAsync;

    private async Task WriteAsync(WriteTransaction write, long principalId, Actor who)
    {
        foreach (Package package in await write.QueryAsync<Package>(
            "SELECT p.feed_id, p.lower_id FROM packages p JOIN package_owners o ON o.package_id = p.id WHERE o.principal_id = @principalId ORDER BY p.id",
            new { principalId }))
        {
            await log.AppendAsync(write, new LogEvent(LogTypes.OwnerChanged, 1, package.FeedId, package.LowerId, null, who.PublicId, who.RequestId));
        }
    }

    private sealed class Package
    {
        public long FeedId { get; init; }

        public string LowerId { get; init; } = "";
    }
}
