using System.Data.Common;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Another name. The old one stays taken and leads to the new one; members, keys and packages go on unchanged.</summary>
public sealed class RenameOrganization
{
    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;
    private readonly IEnumerable<PackagesTouched> _touched;

    internal RenameOrganization(
        Database database, OrganizationRights rights, OrganizationLetters letters, AuditLog audit, IEnumerable<PackagesTouched> touched) =>
        (_database, _rights, _letters, _audit, _touched) = (database, rights, letters, audit, touched);

    /// <summary>Renames it. Null when that is done.</summary>
    /// <param name="site">For the letters to the other administrators.</param>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer the organization.</exception>
    public async Task<OrganizationProblem?> RunAsync(Organization organization, Actor actor, string name, string site, CancellationToken cancellation = default)
    {
        string wanted = name.Trim();
        if (CreateOrganization.NameProblem(wanted) is { } problem)
        {
            return problem;
        }

        try
        {
            return await _database.WriteAsync(write => RunAsync(write, organization, actor, wanted, site), cancellation);
        }
        catch (DbException e) when (_database.IsUniqueViolation(e))
        {
            return new OrganizationProblem("Name", "NameTaken", wanted);
        }
    }

    private async Task<OrganizationProblem?> RunAsync(WriteTransaction write, Organization organization, Actor actor, string wanted, string site)
    {
        if (await _rights.TakeAsAdminAsync(write, organization.PrincipalId, actor) is { } refused)
        {
            return refused;
        }

        string before = await OrganizationLetters.NameAsync(write, organization.PrincipalId);
        if (before == wanted)
        {
            return new OrganizationProblem("Name", "NameSame", wanted);
        }

        if (await PrincipalNames.IsTakenAsync(write, wanted, _rights.Now, organization.PrincipalId))
        {
            return new OrganizationProblem("Name", "NameTaken", wanted);
        }

        // Other capitals are the same name.
        if (!before.Equals(wanted, StringComparison.OrdinalIgnoreCase) && !await PrincipalNames.MayRenameAsync(write, organization.PrincipalId, _rights.Now))
        {
            return new OrganizationProblem("Name", "NameTooOften", PrincipalNames.RenamesPerYear);
        }

        await PrincipalNames.RenameAsync(write, organization.PrincipalId, wanted, _rights.Now);
        await _audit.WriteAsync(write, new AuditEntry("organization.renamed", actor, "organization", organization.PublicId, organization.PrincipalId, before, wanted));
        await _letters.AdminsAsync(write, organization.PrincipalId, actor.PrincipalId, () => OrganizationLetters.Simple(
            site, wanted, "settings", "Letter.Renamed", before, wanted));
        foreach (PackagesTouched tell in _touched)
        {
            await tell(write, organization.PrincipalId, actor);
        }

        return null;
    }
}
