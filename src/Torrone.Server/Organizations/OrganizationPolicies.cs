using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Reads policies inside the read or write that depends on them, so that a policy holds from the transaction that set it.</summary>
public static class OrganizationPolicies
{
    /// <summary>The policy of an organization; null when the principal is a person or nobody.</summary>
    public static async Task<OrganizationPolicy?> FindAsync(DbSession read, long principalId)
    {
        Row? row = await read.FirstOrDefaultAsync<Row>(
            """
            SELECT max_key_days, second_factor_required, key_makers, key_actions, freeze_new_ids
            FROM organizations WHERE principal_id = @principalId
            """, new { principalId });
        return row is null ? null : new OrganizationPolicy
        {
            MaxKeyDays = row.MaxKeyDays,
            SecondFactorRequired = row.SecondFactorRequired != 0,
            // An unknown word is the narrower of the two.
            KeysByAdminsOnly = row.KeyMakers != "members",
            KeyActions = row.KeyActions?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            FreezeNewIds = row.FreezeNewIds,
        };
    }

    private sealed class Row
    {
        public long? MaxKeyDays { get; init; }

        public long SecondFactorRequired { get; init; }

        public string KeyMakers { get; init; } = "";

        public string? KeyActions { get; init; }

        public long? FreezeNewIds { get; init; }
    }
}
