using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>The rows of memberships, and the keys that end with them.</summary>
internal static class MembershipRows
{
    /// <summary>Makes the person a member.</summary>
    /// <exception cref="System.Data.Common.DbException">A unique violation: the person is one already.</exception>
    public static Task<int> JoinAsync(WriteTransaction write, long organizationId, long userId, MemberRole role, long now) => write.ExecuteAsync(
        "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (@organizationId, @userId, @role, @now)",
        new { organizationId, userId, role = role.Word(), now });

    /// <summary>
    /// Ends the membership and revokes the keys that act through it alone, so that they stop in the same transaction and say why. A key
    /// that has other scopes loses these: evaluation asks for the standing membership.
    /// </summary>
    /// <param name="by">Who ends it.</param>
    /// <returns>The keys that were revoked.</returns>
    public static async Task<List<EndedKey>> EndAsync(WriteTransaction write, Membership member, long by, string reason, long now)
    {
        await write.ExecuteAsync("UPDATE memberships SET ended_at = @now WHERE id = @Id AND ended_at IS NULL", new { member.Id, now });
        return await write.QueryAsync<EndedKey>(
            """
            UPDATE api_keys SET revoked_at = @now, revoked_by = @by, revoked_reason = @reason
            WHERE deleted_at IS NULL AND revoked_at IS NULL AND id IN (SELECT s.key_id FROM api_key_scopes s WHERE s.membership_id = @membership)
                AND NOT EXISTS (SELECT 1 FROM api_key_scopes o WHERE o.key_id = api_keys.id AND (o.membership_id IS NULL OR o.membership_id <> @membership))
            RETURNING public_id, name, principal_id
            """, new { now, by, reason, membership = member.Id });
    }

    /// <summary>Revokes the keys that are the organization itself.</summary>
    public static Task<List<EndedKey>> EndOwnKeysAsync(WriteTransaction write, long organizationId, long by, string reason, long now) =>
        write.QueryAsync<EndedKey>(
            """
            UPDATE api_keys SET revoked_at = @now, revoked_by = @by, revoked_reason = @reason
            WHERE deleted_at IS NULL AND revoked_at IS NULL AND principal_id = @organizationId
            RETURNING public_id, name, principal_id
            """, new { now, by, reason, organizationId });
}

/// <summary>A key that ended with a membership or an organization.</summary>
internal sealed class EndedKey
{
    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Whose it was.</summary>
    public long PrincipalId { get; init; }
}
