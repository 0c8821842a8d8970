using System.Data.Common;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Makes an organization whose first administrator is its maker.</summary>
public sealed class CreateOrganization
{
    /// <summary>Organizations that one person has made and that stand: names are not to be hoarded.</summary>
    public const int MostOfOnePerson = 50;

    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly AuditLog _audit;

    internal CreateOrganization(Database database, OrganizationRights rights, AuditLog audit) => (_database, _rights, _audit) = (database, rights, audit);

    /// <summary>Makes it, or says why not. Names follow the rules of user names, with which they share one name space.</summary>
    public async Task<OrganizationProblem?> RunAsync(SignedIn person, Actor who, string name, CancellationToken cancellation = default)
    {
        string wanted = name.Trim();
        if (NameProblem(wanted) is { } problem)
        {
            return problem;
        }

        try
        {
            return await _database.WriteAsync(write => MakeAsync(write, person, who, wanted), cancellation);
        }
        catch (DbException e) when (_database.IsUniqueViolation(e))
        {
            // Somebody on another node took the name at the same moment.
            return new OrganizationProblem("Name", "NameTaken", wanted);
        }
    }

    internal static OrganizationProblem? NameProblem(string name) =>
        NameRules.Check(name) is { } problem ? new OrganizationProblem("Name", problem.Code, name) : null;

    private async Task<OrganizationProblem?> MakeAsync(WriteTransaction write, SignedIn person, Actor who, string name)
    {
        long now = _rights.Now;
        if (await AccountDirectory.FindAsync(write, person.PrincipalId) is not { IsConfirmed: true, IsLocked: false } || who.PrincipalId != person.PrincipalId)
        {
            throw new UnauthorizedAccessException();
        }

        if (await _rights.ProofAsync(write, who) is { } proof)
        {
            return proof;
        }

        if (await PrincipalNames.IsTakenAsync(write, name, now))
        {
            return new OrganizationProblem("Name", "NameTaken", name);
        }

        long made = await write.ScalarAsync<long>(
            """
            SELECT count(*) FROM audit a JOIN principals p ON p.public_id = a.target_id AND p.deleted_at IS NULL
            WHERE a.actor_id = @PrincipalId AND a.action = 'organization.created'
            """, new { person.PrincipalId });
        if (made >= MostOfOnePerson)
        {
            return new OrganizationProblem("", "TooManyOrganizations", MostOfOnePerson);
        }

        string publicId = PublicId.New();
        long id = await write.ScalarAsync<long>(
            "INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@publicId, 1, @name, @lower, @now) RETURNING id",
            new { publicId, name, lower = name.ToLowerInvariant(), now });
        await write.ExecuteAsync("INSERT INTO organizations (principal_id) VALUES (@id)", new { id });
        await MembershipRows.JoinAsync(write, id, person.PrincipalId, MemberRole.Admin, now);
        await _audit.WriteAsync(write, new AuditEntry("organization.created", who, "organization", publicId, id, After: name));
        return null;
    }
}
