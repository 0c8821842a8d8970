using Torrone.Server.Data;

namespace Torrone.Server.Packages;

/// <summary>Tells which ids this gallery has, so that a page links only to what is there.</summary>
public sealed class KnownIds(Database database)
{
    // Either engine takes as many parameters.
    private const int Most = 500;

    /// <summary>Those of the lower-case ids that have a version to download. Of more than 500 only the first 500 are looked up.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(long feedId, IEnumerable<string> lowerIds, CancellationToken cancellation = default)
    {
        string[] asked = [.. lowerIds.Distinct(StringComparer.Ordinal).Take(Most)];
        if (asked.Length == 0)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        List<string> known = await database.ReadAsync(read => read.QueryAsync<string>(
            """
            SELECT p.lower_id FROM packages p WHERE p.feed_id = @feedId AND p.lower_id IN @asked
            AND EXISTS (SELECT 1 FROM versions v WHERE v.package_id = p.id AND v.state = 'available')
            """, new { feedId, asked }), cancellation);
        return known.ToHashSet(StringComparer.Ordinal);
    }
}
