using Torrone.Server.Data;
using Torrone.Server.Feeds;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>The ids that somebody's keys could be for today: what a form offers and shows matches of.</summary>
public sealed class OwnedPackages(Database database, FeedDirectory feeds, KeyOwners owners, TimeProvider clock)
{
    /// <summary>More than one person or team owns; beyond it a form shows the first ones by name.</summary>
    public const int Most = 5_000;

    /// <summary>The ids an owner owns in the feed main, by name; none when keys of the principal may not act for the owner.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not make keys of the principal.</exception>
    public Task<List<string>> IdsAsync(KeyCaller caller, long principalId, long ownerId, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            await KeyRights.DemandAsync(read, caller, principalId, clock.GetUtcNow().ToUnixTimeMilliseconds());
            return await owners.FindAsync(read, caller, principalId, ownerId) is null ? [] : await IdsAsync(read, ownerId);
        }, cancellation);

    /// <summary>The ids an owner owns in the feed main, by name, whoever asks.</summary>
    internal Task<List<string>> IdsAsync(DbSession read, long ownerId) => read.QueryAsync<string>(
        """
        SELECT p.display_id FROM packages p JOIN package_owners o ON o.package_id = p.id
        WHERE p.feed_id = @feed AND o.principal_id = @ownerId ORDER BY p.lower_id LIMIT @Most
        """, new { feed = feeds.Main.Id, ownerId, Most });
}
