using Torrone.Server.Data;
using Torrone.Server.Organizations;
using Torrone.Server.Settings;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>For whom a person's or organization's keys may act, and what those owners demand. Asked inside the write that depends on it.</summary>
public sealed class KeyOwners(TorroneSettings settings)
{
    /// <summary>The owner that the principal's keys may act for; null when they may not act for it.</summary>
    public async Task<KeyOwner?> FindAsync(DbSession read, KeyCaller caller, long principalId, long ownerId) =>
        (await AllAsync(read, caller, principalId)).Find(o => o.Id == ownerId);

    /// <summary>
    /// Everybody that keys of the principal may act for: itself first, then, for a person, its organizations by name.
    /// </summary>
    /// <param name="caller">Whose second factor an organization's policy asks for; none for the command line.</param>
    public async Task<List<KeyOwner>> AllAsync(DbSession read, KeyCaller caller, long principalId)
    {
        List<OwnerRow> rows = await read.QueryAsync<OwnerRow>(
            """
            SELECT p.id, p.name, p.kind, NULL AS membership_id, 'admin' AS role FROM principals p
            WHERE p.id = @principalId
            UNION ALL
            SELECT p.id, p.name, p.kind, m.id AS membership_id, m.role FROM memberships m
            JOIN principals p ON p.id = m.organization_id
            WHERE m.user_id = @principalId AND m.ended_at IS NULL AND p.locked_at IS NULL AND p.deleted_at IS NULL
            """, new { principalId });
        bool secondFactor = await HasSecondFactorAsync(read, caller, principalId);
        List<KeyOwner> owners = [];
        foreach (OwnerRow row in rows.OrderBy(r => r.MembershipId is not null).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase))
        {
            owners.Add(Read(row, row.Kind == 1 ? await OrganizationPolicies.FindAsync(read, row.Id) : null, secondFactor));
        }

        return owners;
    }

    private KeyOwner Read(OwnerRow row, OrganizationPolicy? policy, bool secondFactor)
    {
        bool admin = row.Role == "admin";
        return new KeyOwner
        {
            Id = row.Id,
            Name = row.Name,
            MembershipId = row.MembershipId,
            IsOrganization = row.Kind == 1,
            IsAdmin = row.Kind == 1 && admin,
            MaxDays = (int)Math.Min(settings.Accounts.MaxKeyDays, policy?.MaxKeyDays ?? int.MaxValue),
            Actions = policy?.KeyActions is { } words ? [.. KeyActions.All.Where(a => words.Contains(a.Name()))] : KeyActions.All,
            Problem = policy switch
            {
                { KeysByAdminsOnly: true } when !admin => KeyProblem.Of("owner", "ProblemAdminsOnly", row.Name),
                { SecondFactorRequired: true } when !secondFactor => KeyProblem.Of("owner", "ProblemSecondFactor", row.Name),
                _ => null,
            },
        };
    }

    // A key of an organization acts without a person; whoever made it had the factor when it was made.
    private static async Task<bool> HasSecondFactorAsync(DbSession read, KeyCaller caller, long principalId)
    {
        long? person = caller.Key is { } key ? (key.PrincipalKind == 0 ? principalId : null) : caller.IsCommandLine ? null : caller.Who.PrincipalId;
        return person is not { } id || await SecondFactors.HasAsync(read, id);
    }

    private sealed class OwnerRow
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public long Kind { get; init; }

        public long? MembershipId { get; init; }

        public string Role { get; init; } = "";
    }
}
