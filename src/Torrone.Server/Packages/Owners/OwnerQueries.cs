using Torrone.NuGet.Identity;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Organizations;

namespace Torrone.Server.Packages.Owners;

/// <summary>Who owns what and who is asked to, for those who may see it.</summary>
public sealed class OwnerQueries(Database database, TimeProvider clock)
{
    private const string Requests =
        """
        SELECT r.public_id, p.display_id, o.name AS owner_name, b.name AS requested_by, x.name AS replaces_name, r.expires_at
        FROM owner_requests r JOIN packages p ON p.id = r.package_id JOIN principals o ON o.id = r.principal_id
        JOIN principals b ON b.id = r.requested_by LEFT JOIN principals x ON x.id = r.replaces_id
        WHERE r.answered_at IS NULL AND r.expires_at > @now
        """;

    /// <summary>The owners of a package and the requests that wait; null unless the person owns it, or belongs to an organization that does.</summary>
    public Task<PackageOwnership?> OfPackageAsync(SignedIn person, Actor who, long feedId, string id, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            OwnedId? package = PackageId.TryParse(id, out PackageId? good) ? await read.FirstOrDefaultAsync<OwnedId>(
                "SELECT id, feed_id, lower_id, display_id FROM packages WHERE feed_id = @feedId AND lower_id = @lower", new { feedId, lower = good.Lower }) : null;
            if (package is null)
            {
                return null;
            }

            List<OwnerRow> owners = await read.QueryAsync<OwnerRow>(
                """
                SELECT p.id AS principal_id, p.public_id, p.name, p.kind, o.since FROM package_owners o JOIN principals p ON p.id = o.principal_id
                WHERE o.package_id = @Id AND p.deleted_at IS NULL ORDER BY o.since, p.lower_name
                """, new { package.Id });
            List<long> member = [person.PrincipalId, .. (await Memberships.OfAsync(read, person.PrincipalId)).Select(m => m.OrganizationId)];
            if (!owners.Exists(o => member.Contains(o.PrincipalId)))
            {
                return null;
            }

            List<long> controlled = await OwnerRights.ControlledAsync(read, person, who);
            bool mayChange = owners.Exists(o => controlled.Contains(o.PrincipalId));
            return new PackageOwnership
            {
                DisplayId = package.DisplayId,
                Owners = owners,
                MayChange = mayChange,
                Waiting = mayChange ? await read.QueryAsync<OwnerRequest>($"{Requests} AND r.package_id = @Id ORDER BY r.id DESC", new { package.Id, now = Now }) : [],
            };
        }, cancellation);

    /// <summary>What the person, and the organizations it administers, are asked to own; by package.</summary>
    public Task<List<OwnerRequest>> IncomingAsync(SignedIn person, Actor who, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            long[] controlled = [.. await OwnerRights.ControlledAsync(read, person, who)];
            return await read.QueryAsync<OwnerRequest>($"{Requests} AND r.principal_id IN @controlled ORDER BY p.lower_id, r.id", new { controlled, now = Now });
        }, cancellation);

    /// <summary>The ids of the packages whose owners the person may change, by name; at most 5,000.</summary>
    public Task<List<string>> ChangeableAsync(SignedIn person, Actor who, long feedId, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            long[] controlled = [.. await OwnerRights.ControlledAsync(read, person, who)];
            return await read.QueryAsync<string>(
                """
                SELECT p.display_id FROM packages p WHERE p.feed_id = @feedId
                    AND p.id IN (SELECT o.package_id FROM package_owners o WHERE o.principal_id IN @controlled) ORDER BY p.lower_id LIMIT 5000
                """, new { feedId, controlled });
        }, cancellation);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
