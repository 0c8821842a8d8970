using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Who belongs to which organization, asked inside the read or write that depends on it.</summary>
public static class Memberships
{
    private const string Current =
        """
        SELECT m.id, m.organization_id, m.user_id, m.role FROM memberships m
        JOIN principals o ON o.id = m.organization_id JOIN principals u ON u.id = m.user_id
        WHERE m.ended_at IS NULL AND o.locked_at IS NULL AND o.deleted_at IS NULL AND u.locked_at IS NULL AND u.deleted_at IS NULL
        """;

    /// <summary>The person's standing membership; null for an outsider, and when either is locked or deleted.</summary>
    public static async Task<Membership?> FindAsync(DbSession read, long organizationId, long userId)
    {
        Row? row = await read.FirstOrDefaultAsync<Row>(
            Current + " AND m.organization_id = @organizationId AND m.user_id = @userId", new { organizationId, userId });
        return row?.ToMembership();
    }

    /// <summary>True when the person administers the organization now.</summary>
    public static async Task<bool> IsAdminAsync(DbSession read, long organizationId, long userId) =>
        await FindAsync(read, organizationId, userId) is { Role: MemberRole.Admin };

    /// <summary>The organizations a person belongs to now, by principal id.</summary>
    public static async Task<List<Membership>> OfAsync(DbSession read, long userId) =>
        [.. (await read.QueryAsync<Row>(Current + " AND m.user_id = @userId ORDER BY m.organization_id", new { userId })).Select(r => r.ToMembership())];

    /// <summary>
    /// As <see cref="OfAsync"/>, without the organizations that demand a second factor which the person has not: those for which the
    /// person may act in the pages.
    /// </summary>
    public static async Task<List<Membership>> AbleAsync(DbSession read, long userId)
    {
        List<Membership> able = [];
        foreach (Membership membership in await OfAsync(read, userId))
        {
            if (!await SecondFactors.LacksAsync(read, membership.OrganizationId, userId))
            {
                able.Add(membership);
            }
        }

        return able;
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public long OrganizationId { get; init; }

        public long UserId { get; init; }

        public string Role { get; init; } = "";

        public Membership ToMembership() => new(Id, OrganizationId, UserId, MemberRoles.Parse(Role));
    }
}
