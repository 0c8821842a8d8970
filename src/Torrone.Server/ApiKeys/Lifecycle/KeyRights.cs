using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Who may make and change whose keys, and for how long a key may live. Asked inside the write that depends on it.</summary>
public sealed class KeyRights(TorroneSettings settings)
{
    /// <summary>
    /// Lets the person itself pass, in a session, and the command line. The latter is compared by reference: any of its fields could
    /// be imitated by a request.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">It is anybody else.</exception>
    public static void Demand(Actor who, long principalId)
    {
        if (!ReferenceEquals(who, Actor.CommandLine) && (who.PrincipalId != principalId || who.KeyPublicId is not null))
        {
            throw new UnauthorizedAccessException();
        }
    }

    /// <summary>
    /// Whoever makes or renews a secret in a session has lately proved to be the account's holder: a stolen cookie alone makes no keys.
    /// Null when that is so, and for the command line.
    /// </summary>
    public static async Task<KeyProblem?> ProofProblemAsync(DbSession read, Actor who, long now) =>
        ReferenceEquals(who, Actor.CommandLine) || await ProveAgain.IsFreshAsync(read, who, now) ? null : KeyProblem.Of("proof", "ProblemProof");

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
    public async Task<KeyOwner?> OwnerAsync(DbSession read, long principalId, long ownerId) =>
        (await OwnersAsync(read, principalId)).Find(o => o.Id == ownerId);

    /// <summary>Everybody that a person may act for: itself first, then its organizations by name.</summary>
    public async Task<List<KeyOwner>> OwnersAsync(DbSession read, long principalId)
    {
        List<OwnerRow> rows = await read.QueryAsync<OwnerRow>(
            """
            SELECT p.id, p.name, NULL AS membership_id, NULL AS max_key_days FROM principals p WHERE p.id = @principalId
            UNION ALL
            SELECT p.id, p.name, m.id AS membership_id, o.max_key_days FROM memberships m
            JOIN organizations o ON o.principal_id = m.organization_id
            JOIN principals p ON p.id = m.organization_id
            WHERE m.user_id = @principalId AND m.ended_at IS NULL AND p.locked_at IS NULL AND p.deleted_at IS NULL
            """, new { principalId });
        return
        [
            .. rows.OrderBy(r => r.MembershipId is not null).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase).Select(r => new KeyOwner
            {
                Id = r.Id, Name = r.Name, MembershipId = r.MembershipId,
                MaxDays = (int)Math.Min(settings.Accounts.MaxKeyDays, r.MaxKeyDays ?? int.MaxValue),
            }),
        ];
    }

    private sealed class AccountRow
    {
        public long? LockedAt { get; init; }

        public long? EmailConfirmedAt { get; init; }
    }

    private sealed class OwnerRow
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public long? MembershipId { get; init; }

        public long? MaxKeyDays { get; init; }
    }
}
