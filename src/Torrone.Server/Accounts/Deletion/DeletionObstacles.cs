using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Deletion;

/// <summary>What must be settled before an account can go, so that nothing is left without anybody to answer for it.</summary>
/// <param name="SolePackages">Ids of packages that nobody else owns, at most 100, sorted.</param>
/// <param name="SoleOrganizations">Names of organizations without another administrator, sorted.</param>
/// <param name="IsLastAdministrator">Nobody else could administer the gallery.</param>
public sealed record DeletionObstacles(IReadOnlyList<string> SolePackages, IReadOnlyList<string> SoleOrganizations, bool IsLastAdministrator)
{
    /// <summary>True when nothing stands in the way.</summary>
    public bool AreNone => SolePackages.Count == 0 && SoleOrganizations.Count == 0 && !IsLastAdministrator;

    /// <summary>As they are in this read or write.</summary>
    public static async Task<DeletionObstacles> FindAsync(DbSession read, long personId) => new(
        await read.QueryAsync<string>(
            """
            SELECT p.display_id FROM packages p JOIN package_owners o ON o.package_id = p.id
            WHERE o.principal_id = @personId AND NOT EXISTS (
                SELECT 1 FROM package_owners x JOIN principals a ON a.id = x.principal_id
                WHERE x.package_id = p.id AND x.principal_id <> @personId AND a.deleted_at IS NULL)
            ORDER BY p.lower_id LIMIT 100
            """, new { personId }),
        await read.QueryAsync<string>(
            """
            SELECT o.name FROM memberships m JOIN principals o ON o.id = m.organization_id
            WHERE m.user_id = @personId AND m.role = 'admin' AND m.ended_at IS NULL AND o.deleted_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM memberships x JOIN principals a ON a.id = x.user_id
                WHERE x.organization_id = m.organization_id AND x.user_id <> @personId AND x.role = 'admin' AND x.ended_at IS NULL
                    AND a.deleted_at IS NULL)
            ORDER BY o.lower_name
            """, new { personId }),
        await Administrators.IsLastAsync(read, personId));
}
