using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Changes a member's role, removes a member, or leaves. The last administrator stays, also when two go at the same moment.</summary>
public sealed class ChangeMember
{
    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;

    internal ChangeMember(Database database, OrganizationRights rights, OrganizationLetters letters, AuditLog audit) =>
        (_database, _rights, _letters, _audit) = (database, rights, letters, audit);

    /// <summary>Gives the member another role; the same one changes nothing. Null when that is done.</summary>
    /// <param name="memberPublicId">The person's opaque id.</param>
    /// <param name="site">For the letter to the member.</param>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer the organization.</exception>
    public Task<OrganizationProblem?> SetRoleAsync(Organization organization, Actor actor, string memberPublicId, MemberRole role, string site,
        CancellationToken cancellation = default) => AsAdminAsync(organization, actor, memberPublicId, async (write, member, name) =>
        {
            if (member.Role == role)
            {
                return null;
            }

            if (member.Role == MemberRole.Admin && await OrganizationRights.CountAdminsAsync(write, organization.PrincipalId, member.UserId) == 0)
            {
                return new OrganizationProblem("", "LastAdmin", name);
            }

            await write.ExecuteAsync("UPDATE memberships SET role = @role WHERE id = @Id", new { member.Id, role = role.Word() });
            await AuditAsync(write, "member.role", actor, organization, member, member.Role.Word(), role.Word());
            await _letters.ToAsync(write, member.UserId, () => OrganizationLetters.Simple(
                site, organization.Name, "members", role == MemberRole.Admin ? "Letter.MadeAdmin" : "Letter.MadeCollaborator", organization.Name));
            return null;
        }, cancellation);

    /// <summary>Removes the member; the member's keys for the organization end in the same transaction. Null when that is done.</summary>
    /// <inheritdoc cref="SetRoleAsync"/>
    public Task<OrganizationProblem?> RemoveAsync(Organization organization, Actor actor, string memberPublicId, string site,
        CancellationToken cancellation = default) => AsAdminAsync(organization, actor, memberPublicId, async (write, member, name) =>
        {
            if (await EndAsync(write, organization, actor, member, name, "member.removed") is not { } ended)
            {
                return new OrganizationProblem("", "LastAdmin", name);
            }

            if (member.UserId != actor.PrincipalId)
            {
                await _letters.ToAsync(write, member.UserId, () => OrganizationLetters.Simple(
                    site, organization.Name, null, ended == 0 ? "Letter.Removed" : "Letter.RemovedWithKeys", organization.Name, ended));
            }

            return null;
        }, cancellation);

    /// <summary>Ends one's own membership; one's keys for the organization end in the same transaction. Null when that is done.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no member.</exception>
    public Task<OrganizationProblem?> LeaveAsync(Organization organization, SignedIn person, Actor actor, string site,
        CancellationToken cancellation = default) => _database.WriteAsync(async write =>
        {
            Membership member = await _rights.TakeAsMemberAsync(write, organization.PrincipalId, actor);
            if (await _rights.ProofAsync(write, actor) is { } proof)
            {
                return proof;
            }

            if (await EndAsync(write, organization, actor, member, person.Name, "member.left") is null)
            {
                return new OrganizationProblem("", "LastAdminLeaves");
            }

            await _letters.AdminsAsync(write, organization.PrincipalId, null, () => OrganizationLetters.Simple(
                site, organization.Name, "members", "Letter.Left", person.Name, organization.Name));
            return null;
        }, cancellation);

    // How many keys ended; null when the member is the last administrator.
    private async Task<int?> EndAsync(WriteTransaction write, Organization organization, Actor actor, Membership member, string name, string action)
    {
        if (member.Role == MemberRole.Admin && await OrganizationRights.CountAdminsAsync(write, organization.PrincipalId, member.UserId) == 0)
        {
            return null;
        }

        List<EndedKey> ended = await MembershipRows.EndAsync(write, member, actor.PrincipalId!.Value,
            OrganizationsText.Text.Format("KeyEnded.Membership", name, organization.Name), _rights.Now);
        await AuditAsync(write, action, actor, organization, member, member.Role.Word(), null);
        foreach (EndedKey key in ended)
        {
            await _audit.WriteAsync(write, new AuditEntry("key.revoked", actor, "key", key.PublicId, key.PrincipalId, After: action));
        }

        return ended.Count;
    }

    private Task<OrganizationProblem?> AsAdminAsync(Organization organization, Actor actor, string memberPublicId,
        Func<WriteTransaction, Membership, string, Task<OrganizationProblem?>> change, CancellationToken cancellation) =>
        _database.WriteAsync(async write => await _rights.TakeAsAdminAsync(write, organization.PrincipalId, actor) is { } refused ? refused
            : await FindAsync(write, organization.PrincipalId, memberPublicId) is { } found ? await change(write, found.Member, found.Name)
            : new OrganizationProblem("", "MemberGone"), cancellation);

    // A locked person is still a member and can be removed.
    private static async Task<(Membership Member, string Name)?> FindAsync(DbSession read, long organizationId, string memberPublicId)
    {
        Row? row = await read.FirstOrDefaultAsync<Row>(
            """
            SELECT m.id, m.user_id, m.role, p.name FROM memberships m JOIN principals p ON p.id = m.user_id
            WHERE m.organization_id = @organizationId AND p.public_id = @memberPublicId AND m.ended_at IS NULL
            """, new { organizationId, memberPublicId });
        return row is null ? null : (new Membership(row.Id, organizationId, row.UserId, MemberRoles.Parse(row.Role)), row.Name);
    }

    // One row for the organization's log, one for the member's own.
    private async Task AuditAsync(WriteTransaction write, string action, Actor actor, Organization organization, Membership member, string before, string? after)
    {
        string publicId = await write.ScalarAsync<string>("SELECT public_id FROM principals WHERE id = @UserId", new { member.UserId }) ?? "";
        bool own = actor.PrincipalId == member.UserId;
        await _audit.WriteAsync(write, own && action == "member.left"
            ? new AuditEntry(action, actor, "organization", organization.PublicId, organization.PrincipalId, before, after)
            : new AuditEntry(action, actor, "user", publicId, organization.PrincipalId, before, after));
        if (!own)
        {
            await _audit.WriteAsync(write, new AuditEntry(action, actor, "user", publicId, member.UserId, before, after ?? organization.Name));
        }
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public string Role { get; init; } = "";

        public string Name { get; init; } = "";
    }
}
