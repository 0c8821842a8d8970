using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Organizations;

namespace Torrone.Server.Packages.Owners;

/// <summary>For whom a person may change owners: itself, and the organizations it administers.</summary>
internal static class OwnerRights
{
    /// <summary>
    /// The person first, then the organizations. An organization whose policy demands a second factor that the person lacks is left out.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">A key acts, or another person, or the account cannot act.</exception>
    public static async Task<List<long>> ControlledAsync(DbSession read, SignedIn person, Actor who)
    {
        if (who.PrincipalId != person.PrincipalId || who.KeyPublicId is not null
            || await AccountDirectory.FindAsync(read, person.PrincipalId) is not { IsConfirmed: true, IsLocked: false })
        {
            throw new UnauthorizedAccessException();
        }

        List<Membership> able = await Memberships.AbleAsync(read, person.PrincipalId);
        return [person.PrincipalId, .. able.Where(m => m.Role == MemberRole.Admin).Select(m => m.OrganizationId)];
    }

    /// <summary>Null when the actor has lately proved to be the account's holder.</summary>
    public static async Task<OwnerProblem?> ProofAsync(DbSession read, Actor who, TimeProvider clock) =>
        await ProveAgain.IsFreshAsync(read, who, clock.GetUtcNow().ToUnixTimeMilliseconds()) ? null : OwnerProblem.Proof;
}
