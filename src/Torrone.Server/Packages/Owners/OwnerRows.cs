using System.Text.Json;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Owners;

/// <summary>The rows of owners, each change with its log row and its audit row.</summary>
internal sealed class OwnerRows(EventLog log, AuditLog audit, TimeProvider clock)
{
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes the package's row, so that changes of its owners come one after another; null when there is no such package.</summary>
    public static Task<OwnedId?> TakeAsync(WriteTransaction write, long feedId, string lowerId) => write.FirstOrDefaultAsync<OwnedId>(
        "UPDATE packages SET display_id = display_id WHERE feed_id = @feedId AND lower_id = @lowerId RETURNING id, feed_id, lower_id, display_id",
        new { feedId, lowerId });

    public static Task<List<long>> OwnersAsync(DbSession read, long packageId) =>
        read.QueryAsync<long>("SELECT principal_id FROM package_owners WHERE package_id = @packageId", new { packageId });

    /// <summary>Makes the principal an owner; the log's sequence.</summary>
    public async Task<long> AddAsync(WriteTransaction write, OwnedId package, Party owner, Actor who)
    {
        await write.ExecuteAsync(
            "INSERT INTO package_owners (package_id, principal_id, since) VALUES (@Id, @owner, @Now)", new { package.Id, owner = owner.Id, Now });
        await audit.WriteAsync(write, new AuditEntry("owner.added", who, "package", package.DisplayId, owner.Id, After: owner.Name));
        return await AppendAsync(write, LogTypes.OwnerAdded, package, owner, who);
    }

    /// <summary>Takes the principal off the owners; the log's sequence. That somebody is left is for the caller to see to.</summary>
    public async Task<long> RemoveAsync(WriteTransaction write, OwnedId package, Party owner, Actor who)
    {
        await write.ExecuteAsync(
            "DELETE FROM package_owners WHERE package_id = @Id AND principal_id = @owner", new { package.Id, owner = owner.Id });
        await audit.WriteAsync(write, new AuditEntry("owner.removed", who, "package", package.DisplayId, owner.Id, Before: owner.Name, After: owner.Name));
        return await AppendAsync(write, LogTypes.OwnerRemoved, package, owner, who);
    }

    private Task<long> AppendAsync(WriteTransaction write, string type, OwnedId package, Party owner, Actor who) => log.AppendAsync(write, new LogEvent(
        type, 1, package.FeedId, package.LowerId, null, who.PublicId, who.RequestId, JsonSerializer.Serialize(new { owner = owner.PublicId })));
}
