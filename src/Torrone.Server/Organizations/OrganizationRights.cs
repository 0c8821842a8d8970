using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Asked inside the write that depends on it: who may change an organization. Nothing changes under whoever was let pass.</summary>
internal sealed class OrganizationRights(TimeProvider clock)
{
    /// <summary>
    /// Takes the organization's row, so that changes of its members and policies come one after another, and looks whether the actor is
    /// an administrator with a session, a fresh proof and the second factor that the policy demands.
    /// </summary>
    /// <returns>Null when all is well.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer it.</exception>
    public async Task<OrganizationProblem?> TakeAsAdminAsync(WriteTransaction write, long organizationId, Actor who)
    {
        Membership member = await TakeAsMemberAsync(write, organizationId, who);
        return member.Role != MemberRole.Admin ? throw new UnauthorizedAccessException()
            : await SecondFactors.LacksAsync(write, organizationId, member.UserId) ? OrganizationProblem.SecondFactor
            : await ProofAsync(write, who);
    }

    /// <summary>As above for any member, whose proof and second factor are not asked for.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no member.</exception>
    public async Task<Membership> TakeAsMemberAsync(WriteTransaction write, long organizationId, Actor who)
    {
        await TakeAsync(write, organizationId);
        return who is { PrincipalId: { } person, KeyPublicId: null } && await Memberships.FindAsync(write, organizationId, person) is { } member
            ? member
            : throw new UnauthorizedAccessException();
    }

    /// <summary>Waits for whoever changes the organization now, and keeps the next one waiting until the commit.</summary>
    public static Task TakeAsync(WriteTransaction write, long organizationId) => write.ExecuteAsync(
        "UPDATE organizations SET principal_id = principal_id WHERE principal_id = @organizationId", new { organizationId });

    /// <summary>Null when the actor has lately proved to be the account's holder.</summary>
    public async Task<OrganizationProblem?> ProofAsync(DbSession read, Actor who) =>
        await ProveAgain.IsFreshAsync(read, who, Now) ? null : OrganizationProblem.Proof;

    /// <summary>Administrators who can act: neither locked nor deleted, with a confirmed address. The last of them stays.</summary>
    public static Task<long> CountAdminsAsync(DbSession read, long organizationId, long except = 0) => read.ScalarAsync<long>(
        """
        SELECT count(*) FROM memberships m JOIN principals p ON p.id = m.user_id JOIN users u ON u.principal_id = m.user_id
        WHERE m.organization_id = @organizationId AND m.ended_at IS NULL AND m.role = 'admin' AND m.user_id <> @except
            AND p.locked_at IS NULL AND p.deleted_at IS NULL AND u.email_confirmed_at IS NOT NULL
        """, new { organizationId, except });

    /// <summary>UTC Unix milliseconds.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
