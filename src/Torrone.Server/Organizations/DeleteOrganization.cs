using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>
/// Deletes an organization in one transaction: its own keys and its members' keys for it end, memberships and invitations end. Its row and
/// name stay, so that nobody becomes the author of what it published. Packages that it owns alone are given away first.
/// </summary>
public sealed class DeleteOrganization
{
    private const string Sole =
        """
        FROM packages p JOIN package_owners o ON o.package_id = p.id WHERE o.principal_id = @id AND NOT EXISTS (
            SELECT 1 FROM package_owners x JOIN principals a ON a.id = x.principal_id
            WHERE x.package_id = p.id AND x.principal_id <> @id AND a.deleted_at IS NULL)
        """;

    private static readonly string[] Statements =
    [
        "UPDATE invitations SET answered_at = @now, answer = 'cancelled' WHERE organization_id = @id AND answered_at IS NULL",
        "UPDATE owner_requests SET answered_at = @now, answer = 'cancelled' WHERE principal_id = @id AND answered_at IS NULL",
        "UPDATE prefix_requests SET answered_at = @now, answer = 'cancelled' WHERE principal_id = @id AND answered_at IS NULL",
        "DELETE FROM package_owners WHERE principal_id = @id",
        "DELETE FROM reserved_prefix_owners WHERE principal_id = @id",
        "UPDATE principals SET deleted_at = @now WHERE id = @id",
    ];

    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;
    private readonly IEnumerable<PackagesTouched> _touched;

    internal DeleteOrganization(
        Database database, OrganizationRights rights, OrganizationLetters letters, AuditLog audit, IEnumerable<PackagesTouched> touched) =>
        (_database, _rights, _letters, _audit, _touched) = (database, rights, letters, audit, touched);

    /// <summary>Packages that nobody else owns, by id, at most 100: they must be given away first. None for who is no member.</summary>
    public Task<List<string>> ObstaclesAsync(SignedIn person, Organization organization, CancellationToken cancellation = default) =>
        _database.ReadAsync(async read => await Memberships.FindAsync(read, organization.PrincipalId, person.PrincipalId) is null ? []
            : await read.QueryAsync<string>($"SELECT p.display_id {Sole} ORDER BY p.lower_id LIMIT 100", new { id = organization.PrincipalId }), cancellation);

    /// <summary>Deletes it. Null when that is done.</summary>
    /// <param name="typedName">The name, typed to show that it is meant; any case.</param>
    /// <param name="site">For the letters to the members.</param>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer the organization.</exception>
    public Task<OrganizationProblem?> RunAsync(Organization organization, Actor actor, string typedName, string site, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            if (await _rights.TakeAsAdminAsync(write, organization.PrincipalId, actor) is { } refused)
            {
                return refused;
            }

            if (!organization.Name.Equals(typedName.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return new OrganizationProblem("TypedName", "NameNotTyped", organization.Name);
            }

            // Its packages' rows as well: an owner who steps down at this moment comes before or after.
            await write.ExecuteAsync(
                "UPDATE packages SET display_id = display_id WHERE id IN (SELECT o.package_id FROM package_owners o WHERE o.principal_id = @PrincipalId)",
                organization);
            long sole = await write.ScalarAsync<long>($"SELECT count(*) {Sole}", new { id = organization.PrincipalId });
            if (sole > 0)
            {
                return new OrganizationProblem("", "SolePackages", sole);
            }

            await EndAsync(write, organization, actor, site);
            return null;
        }, cancellation);

    private async Task EndAsync(WriteTransaction write, Organization organization, Actor actor, string site)
    {
        long now = _rights.Now;
        foreach (PackagesTouched tell in _touched)
        {
            await tell(write, organization.PrincipalId, actor);
        }

        string reason = OrganizationsText.Text.Format("KeyEnded.Organization", organization.Name);
        List<EndedKey> ended = await MembershipRows.EndOwnKeysAsync(write, organization.PrincipalId, actor.PrincipalId!.Value, reason, now);
        foreach (Row row in await write.QueryAsync<Row>(
            "SELECT id, user_id, role FROM memberships WHERE organization_id = @PrincipalId AND ended_at IS NULL ORDER BY id", organization))
        {
            Membership member = new(row.Id, organization.PrincipalId, row.UserId, MemberRoles.Parse(row.Role));
            ended.AddRange(await MembershipRows.EndAsync(write, member, actor.PrincipalId.Value, reason, now));
            await _letters.ToAsync(write, row.UserId, () => OrganizationLetters.Simple(site, organization.Name, null, "Letter.Deleted", organization.Name));
        }

        foreach (string statement in Statements)
        {
            await write.ExecuteAsync(statement, new { id = organization.PrincipalId, now });
        }

        foreach (EndedKey key in ended)
        {
            await _audit.WriteAsync(write, new AuditEntry("key.revoked", actor, "key", key.PublicId, key.PrincipalId, After: "organization.deleted"));
        }

        await _audit.WriteAsync(write, new AuditEntry("organization.deleted", actor, "organization", organization.PublicId, organization.PrincipalId, Before: organization.Name));
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public string Role { get; init; } = "";
    }
}
