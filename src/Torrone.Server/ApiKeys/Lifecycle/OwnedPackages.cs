using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Feeds;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>The ids that somebody's keys could be for today: what a form offers and shows matches of.</summary>
public sealed class OwnedPackages(Database database, FeedDirectory feeds, KeyRights rights)
{
    /// <summary>More than one person or team owns; beyond it a form shows the first ones by name.</summary>
    public const int Most = 5_000;

    /// <summary>The ids an owner owns in the feed main, by name; none when the person may not act for the owner.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public Task<List<string>> IdsAsync(Actor who, long principalId, long ownerId, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, principalId);
        return database.ReadAsync(async read => await rights.OwnerAsync(read, principalId, ownerId) is null
            ? []
            : await read.QueryAsync<string>(
                """
                SELECT p.display_id FROM packages p JOIN package_owners o ON o.package_id = p.id
                WHERE p.feed_id = @feed AND o.principal_id = @ownerId ORDER BY p.lower_id LIMIT @Most
                """, new { feed = feeds.Main.Id, ownerId, Most }), cancellation);
    }
}
