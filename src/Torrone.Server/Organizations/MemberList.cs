using Torrone.Server.Accounts;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Who belongs to an organization and who is invited, for its members; a person's own invitations, for that person.</summary>
public sealed class MemberList(Database database, TimeProvider clock)
{
    private const string Invitations =
        """
        SELECT i.public_id, o.name AS organization_name, COALESCE(p.name, i.email) AS who, CASE WHEN i.user_id IS NULL THEN 1 ELSE 0 END AS by_address,
            i.role, b.name AS invited_by, i.created_at, i.expires_at
        FROM invitations i JOIN principals o ON o.id = i.organization_id JOIN principals b ON b.id = i.invited_by
        LEFT JOIN principals p ON p.id = i.user_id
        WHERE i.answered_at IS NULL AND i.expires_at > @now AND o.deleted_at IS NULL AND o.locked_at IS NULL
        """;

    /// <summary>The members, administrators first, then by name; none when the person is no member.</summary>
    public Task<List<Member>> ReadAsync(SignedIn person, Organization organization, CancellationToken cancellation = default) =>
        database.ReadAsync(async read => await Memberships.FindAsync(read, organization.PrincipalId, person.PrincipalId) is null ? []
            : (await read.QueryAsync<MemberRow>(
                $"""
                 SELECT p.public_id, p.name, m.role, m.created_at AS since, {SecondFactors.HasOne} AS second_factor,
                     CASE WHEN p.locked_at IS NULL THEN 0 ELSE 1 END AS locked,
                     (SELECT count(DISTINCT k.id) FROM api_keys k JOIN api_key_scopes s ON s.key_id = k.id WHERE s.membership_id = m.id
                         AND k.deleted_at IS NULL AND k.revoked_at IS NULL AND k.expires_at > @now) AS keys
                 FROM memberships m JOIN principals p ON p.id = m.user_id JOIN users u ON u.principal_id = m.user_id
                 WHERE m.organization_id = @PrincipalId AND m.ended_at IS NULL AND p.deleted_at IS NULL
                 ORDER BY CASE WHEN m.role = 'admin' THEN 0 ELSE 1 END, p.lower_name
                 """, new { organization.PrincipalId, now = Now })).ConvertAll(r => r.ToMember()), cancellation);

    /// <summary>The invitations that wait, newest first; none when the person is no administrator.</summary>
    public Task<List<PendingInvitation>> InvitationsAsync(SignedIn person, Organization organization, CancellationToken cancellation = default) =>
        database.ReadAsync(async read => !await Memberships.IsAdminAsync(read, organization.PrincipalId, person.PrincipalId) ? []
            : (await read.QueryAsync<InvitationRow>(
                $"{Invitations} AND i.organization_id = @PrincipalId ORDER BY i.id DESC",
                new { organization.PrincipalId, now = Now })).ConvertAll(r => r.ToInvitation()), cancellation);

    /// <summary>What the person is invited to by name, or by the confirmed address of the account; newest first.</summary>
    public Task<List<PendingInvitation>> InvitationsOfAsync(SignedIn person, CancellationToken cancellation = default) =>
        database.ReadAsync(async read => (await read.QueryAsync<InvitationRow>(
            $"""
             {Invitations} AND (i.user_id = @PrincipalId OR (i.user_id IS NULL AND lower(i.email) =
                 (SELECT u.lower_email FROM users u WHERE u.principal_id = @PrincipalId AND u.email_confirmed_at IS NOT NULL)))
             ORDER BY i.id DESC
             """, new { person.PrincipalId, now = Now })).ConvertAll(r => r.ToInvitation()), cancellation);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class MemberRow
    {
        public string PublicId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public long Since { get; init; }

        public long SecondFactor { get; init; }

        public long Locked { get; init; }

        public long Keys { get; init; }

        public Member ToMember() => new()
        {
            PublicId = PublicId, Name = Name, Role = MemberRoles.Parse(Role), Since = Since, HasSecondFactor = SecondFactor != 0,
            IsLocked = Locked != 0, Keys = Keys,
        };
    }

    private sealed class InvitationRow
    {
        public string PublicId { get; init; } = "";

        public string OrganizationName { get; init; } = "";

        public string Who { get; init; } = "";

        public long ByAddress { get; init; }

        public string Role { get; init; } = "";

        public string InvitedBy { get; init; } = "";

        public long CreatedAt { get; init; }

        public long ExpiresAt { get; init; }

        public PendingInvitation ToInvitation() => new()
        {
            PublicId = PublicId, OrganizationName = OrganizationName, Who = Who, IsByAddress = ByAddress != 0, Role = MemberRoles.Parse(Role),
            InvitedBy = InvitedBy, CreatedAt = CreatedAt, ExpiresAt = ExpiresAt,
        };
    }
}
