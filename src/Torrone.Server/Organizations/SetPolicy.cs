using System.Text.Json;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Shows what a policy would hit, and sets it.</summary>
public sealed class SetPolicy
{
    /// <summary>The longest key life that a policy can name, in days; the site's own maximum may be lower.</summary>
    public const int MostDays = 3_650;

    /// <summary>The largest number of new ids that a policy can name.</summary>
    public const int MostNewIds = 10_000;

    /// <summary>The words that a policy may allow.</summary>
    public static readonly IReadOnlyList<string> Actions = ["push", "push-version", "unlist", "read", "manage-keys"];

    private const string Keys =
        """
        FROM api_keys k WHERE k.deleted_at IS NULL AND k.revoked_at IS NULL AND k.expires_at > @now
            AND k.id IN (SELECT s.key_id FROM api_key_scopes s WHERE s.owner_id = @id)
        """;

    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;

    internal SetPolicy(Database database, OrganizationRights rights, OrganizationLetters letters, AuditLog audit) =>
        (_database, _rights, _letters, _audit) = (database, rights, letters, audit);

    /// <summary>The policy of today, for members; null when the person is none.</summary>
    public Task<OrganizationPolicy?> ReadAsync(SignedIn person, Organization organization, CancellationToken cancellation = default) =>
        _database.ReadAsync(async read => await Memberships.FindAsync(read, organization.PrincipalId, person.PrincipalId) is null ? null
            : await OrganizationPolicies.FindAsync(read, organization.PrincipalId), cancellation);

    /// <summary>What the policy would hit now; null when the person does not administer the organization.</summary>
    public Task<PolicyReach?> ReachAsync(SignedIn person, Organization organization, OrganizationPolicy policy, CancellationToken cancellation = default) =>
        _database.ReadAsync(async read => await Memberships.IsAdminAsync(read, organization.PrincipalId, person.PrincipalId)
            ? await ReachAsync(read, organization.PrincipalId, policy)
            : null, cancellation);

    /// <summary>Sets it, or says why not. Null when that is done.</summary>
    /// <param name="site">For the letters to the other administrators.</param>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer the organization.</exception>
    public Task<OrganizationProblem?> RunAsync(Organization organization, Actor actor, OrganizationPolicy policy, string site,
        CancellationToken cancellation = default) => _database.WriteAsync(async write =>
        {
            if ((await _rights.TakeAsAdminAsync(write, organization.PrincipalId, actor) ?? await ProblemAsync(write, actor, policy)) is { } refused)
            {
                return refused;
            }

            string before = Json((await OrganizationPolicies.FindAsync(write, organization.PrincipalId))!);
            string after = Json(policy);
            if (before == after)
            {
                return null;
            }

            await write.ExecuteAsync(
                """
                UPDATE organizations SET max_key_days = @MaxKeyDays, second_factor_required = @factor, key_makers = @makers, key_actions = @actions,
                    freeze_new_ids = @FreezeNewIds
                WHERE principal_id = @PrincipalId
                """, new
                {
                    policy.MaxKeyDays, factor = policy.SecondFactorRequired ? 1L : 0L, makers = policy.KeysByAdminsOnly ? "admins" : "members",
                    actions = policy.KeyActions is null ? null : string.Join(',', policy.KeyActions), policy.FreezeNewIds, organization.PrincipalId,
                });
            await _audit.WriteAsync(write, new AuditEntry("organization.policy", actor, "organization", organization.PublicId,
                organization.PrincipalId, before, after));
            string by = await OrganizationLetters.NameAsync(write, actor.PrincipalId ?? 0);
            await _letters.AdminsAsync(write, organization.PrincipalId, actor.PrincipalId, () => OrganizationLetters.Simple(
                site, organization.Name, "policies", "Letter.Policy", by, organization.Name));
            return null;
        }, cancellation);

    private static async Task<OrganizationProblem?> ProblemAsync(DbSession read, Actor actor, OrganizationPolicy policy) => policy switch
    {
        { MaxKeyDays: < 1 or > MostDays } => new OrganizationProblem("MaxKeyDays", "PolicyDays", MostDays),
        { FreezeNewIds: < 0 or > MostNewIds } => new OrganizationProblem("FreezeNewIds", "PolicyNewIds", MostNewIds),
        { KeyActions: { } actions } when actions.Any(a => !Actions.Contains(a)) => new OrganizationProblem("KeyActions", "PolicyActions"),
        // Whoever demands it has one, or the demand would shut its own author out.
        { SecondFactorRequired: true } when !await SecondFactors.HasAsync(read, actor.PrincipalId ?? 0)
            => new OrganizationProblem("SecondFactorRequired", "PolicyOwnFactor"),
        _ => null,
    };

    private async Task<PolicyReach> ReachAsync(DbSession read, long id, OrganizationPolicy policy)
    {
        long now = _rights.Now;
        long latest = policy.MaxKeyDays is { } days ? now + (long)TimeSpan.FromDays(days).TotalMilliseconds : long.MaxValue;
        string[] allowed = [.. policy.KeyActions ?? Actions];
        string withoutFactor =
            $"""
             SELECT u.principal_id FROM memberships m JOIN users u ON u.principal_id = m.user_id
             WHERE m.organization_id = @id AND m.ended_at IS NULL AND {SecondFactors.HasOne} = 0
             """;
        object values = new { id, now, latest, allowed };
        return new PolicyReach(
            await read.ScalarAsync<long>($"SELECT count(*) {Keys} AND k.expires_at > @latest", values),
            await read.ScalarAsync<long>(
                $"SELECT count(*) {Keys} AND k.id IN (SELECT s.key_id FROM api_key_scopes s WHERE s.owner_id = @id AND NOT (s.action IN @allowed))",
                values),
            policy.KeysByAdminsOnly ? await read.ScalarAsync<long>(
                $"""
                 SELECT count(*) {Keys} AND k.principal_id IN
                     (SELECT m.user_id FROM memberships m WHERE m.organization_id = @id AND m.ended_at IS NULL AND m.role <> 'admin')
                 """, values) : 0,
            policy.SecondFactorRequired ? await read.ScalarAsync<long>($"SELECT count(*) FROM ({withoutFactor}) w", values) : 0,
            policy.SecondFactorRequired ? await read.ScalarAsync<long>($"SELECT count(*) {Keys} AND k.principal_id IN ({withoutFactor})", values) : 0);
    }

    private static string Json(OrganizationPolicy policy) => JsonSerializer.Serialize(new
    {
        maxKeyDays = policy.MaxKeyDays, secondFactorRequired = policy.SecondFactorRequired, keysByAdminsOnly = policy.KeysByAdminsOnly,
        keyActions = policy.KeyActions, freezeNewIds = policy.FreezeNewIds,
    });
}
