using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Who may make and change whose keys, and for how long a key may live. Asked inside the write that depends on it.</summary>
public sealed class KeyRights(TorroneSettings settings)
{
    /// <summary>
    /// True when the actor is the person itself in a session, or the command line. The latter is compared by reference: any of its
    /// fields could be imitated by a request.
    /// </summary>
    public static bool MayAct(Actor who, long principalId) =>
        ReferenceEquals(who, Actor.CommandLine) || (who.PrincipalId == principalId && who.KeyPublicId is null);

    /// <summary>Why the person may not have keys made; null when it may.</summary>
    public static async Task<KeyProblem?> AccountProblemAsync(DbSession read, long principalId)
    {
        AccountRow? account = await read.FirstOrDefaultAsync<AccountRow>(
            """
            SELECT p.locked_at, u.email_confirmed_at FROM principals p JOIN users u ON u.principal_id = p.id
            WHERE p.id = @principalId AND p.kind = 0 AND p.deleted_at IS NULL
            """, new { principalId });
        return account switch
        {
            null => KeyProblem.Of("", "ProblemNoAccount"),
            { LockedAt: not null } => KeyProblem.Of("", "ProblemLocked"),
            { EmailConfirmedAt: null } => KeyProblem.Of("", "ProblemUnconfirmed"),
            _ => null,
        };
    }

    /// <summary>The owner that a person may act for; null when it may not act for it.</summary>
    public async Task<KeyOwner?> OwnerAsync(DbSession read, long principalId, long ownerId)
    {
        if (ownerId == principalId)
        {
            return new KeyOwner { Id = ownerId, MaxDays = settings.Accounts.MaxKeyDays };
        }

        OwnerRow? row = await read.FirstOrDefaultAsync<OwnerRow>(
            """
            SELECT m.id AS membership_id, o.max_key_days FROM memberships m
            JOIN organizations o ON o.principal_id = m.organization_id
            JOIN principals p ON p.id = m.organization_id
            WHERE m.organization_id = @ownerId AND m.user_id = @principalId AND m.ended_at IS NULL
                AND p.locked_at IS NULL AND p.deleted_at IS NULL
            """, new { ownerId, principalId });
        return row is null ? null : new KeyOwner
        {
            Id = ownerId,
            MembershipId = row.MembershipId,
            MaxDays = (int)Math.Min(settings.Accounts.MaxKeyDays, row.MaxKeyDays ?? int.MaxValue),
        };
    }

    private sealed class AccountRow
    {
        public long? LockedAt { get; init; }

        public long? EmailConfirmedAt { get; init; }
    }

    private sealed class OwnerRow
    {
        public long MembershipId { get; init; }

        public long? MaxKeyDays { get; init; }
    }
}
