using Torrone.Server.Data;
using Torrone.Server.Feeds;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Whether a pattern reaches beyond what its owner has: packages of others that it matches too.</summary>
public sealed class OtherPackages(Database database, FeedDirectory feeds)
{
    /// <summary>One id in the feed main that the pattern matches and the owner does not own; null when there is none, or no such pattern.</summary>
    public async Task<string?> FirstMatchAsync(long ownerId, string pattern, CancellationToken cancellation = default)
    {
        if (!GlobPattern.TryParse(pattern, out GlobPattern? glob))
        {
            return null;
        }

        // On lower-case ids LIKE means what the pattern means, once the only other wildcard that ids can hold is escaped.
        string like = glob.Text.ToLowerInvariant().Replace("_", "\\_", StringComparison.Ordinal).Replace('*', '%');
        return await database.ReadAsync(read => read.FirstOrDefaultAsync<string>(
            """
            SELECT p.display_id FROM packages p
            WHERE p.feed_id = @feed AND p.lower_id LIKE @like ESCAPE '\'
            AND EXISTS (SELECT 1 FROM versions v WHERE v.package_id = p.id AND v.state = 'available')
            AND NOT EXISTS (SELECT 1 FROM package_owners o WHERE o.package_id = p.id AND o.principal_id = @ownerId)
            ORDER BY p.lower_id LIMIT 1
            """, new { feed = feeds.Main.Id, like, ownerId }), cancellation);
    }
}
