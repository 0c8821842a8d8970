using Torrone.Server.Accounts;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Finds organizations for their members. Deleted and locked ones are not found, nor those that the person does not belong to.</summary>
public sealed class OrganizationDirectory(Database database)
{
    private const string Columns =
        $"""
        SELECT o.id AS principal_id, o.public_id, o.name, o.created_at, m.role AS role_word, g.second_factor_required,
            (SELECT count(*) FROM memberships c JOIN principals cp ON cp.id = c.user_id
                WHERE c.organization_id = o.id AND c.ended_at IS NULL AND cp.deleted_at IS NULL) AS members,
            (SELECT count(*) FROM package_owners w WHERE w.principal_id = o.id) AS packages,
            {SecondFactors.HasOne} AS has_second_factor
        FROM memberships m JOIN principals o ON o.id = m.organization_id JOIN organizations g ON g.principal_id = o.id
        JOIN users u ON u.principal_id = m.user_id
        WHERE m.user_id = @person AND m.ended_at IS NULL AND o.locked_at IS NULL AND o.deleted_at IS NULL
        """;

    /// <summary>The organization of that name, in any case; null when there is none, or the person is no member.</summary>
    public Task<Organization?> FindAsync(SignedIn person, string name, CancellationToken cancellation = default) =>
        database.ReadAsync(async read => (await read.FirstOrDefaultAsync<Row>(
            $"{Columns} AND o.lower_name = @lower", new { person = person.PrincipalId, lower = name.Trim().ToLowerInvariant() }))?.ToOrganization(), cancellation);

    /// <summary>Everything the person belongs to, by name.</summary>
    public Task<List<Organization>> OfAsync(SignedIn person, CancellationToken cancellation = default) =>
        database.ReadAsync(async read => (await read.QueryAsync<Row>(
            $"{Columns} ORDER BY o.lower_name", new { person = person.PrincipalId })).ConvertAll(r => r.ToOrganization()), cancellation);

    /// <summary>The organization of that name, in any case, for whoever asks; null when there is none.</summary>
    public Task<OrganizationProfile?> FindProfileAsync(string name, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.FirstOrDefaultAsync<OrganizationProfile>(
            "SELECT id AS principal_id, name FROM principals WHERE kind = 1 AND deleted_at IS NULL AND lower_name = @lower",
            new { lower = name.Trim().ToLowerInvariant() }), cancellation);

    /// <summary>
    /// The name of the organization that has this one, or had it before; null when there is none such. For whoever asks: profiles are public.
    /// </summary>
    public Task<string?> CurrentNameAsync(string name, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.ScalarAsync<string>(
            """
            SELECT p.name FROM principals p WHERE p.kind = 1 AND p.deleted_at IS NULL
                AND (p.lower_name = @lower OR p.id = (SELECT f.principal_id FROM former_names f WHERE f.lower_name = @lower))
            """, new { lower = name.Trim().ToLowerInvariant() }), cancellation);

    private sealed class Row
    {
        public long PrincipalId { get; init; }

        public string PublicId { get; init; } = "";

        public string Name { get; init; } = "";

        public long CreatedAt { get; init; }

        public string RoleWord { get; init; } = "";

        public long Members { get; init; }

        public long Packages { get; init; }

        public long SecondFactorRequired { get; init; }

        public long HasSecondFactor { get; init; }

        public Organization ToOrganization() => new()
        {
            PrincipalId = PrincipalId,
            PublicId = PublicId,
            Name = Name,
            CreatedAt = CreatedAt,
            Role = MemberRoles.Parse(RoleWord),
            Members = Members,
            Packages = Packages,
            LacksSecondFactor = SecondFactorRequired != 0 && HasSecondFactor == 0,
        };
    }
}
