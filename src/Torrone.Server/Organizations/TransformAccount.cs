using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>
/// Makes an organization out of an account that several people have shared: name, packages, reserved ids and its own keys stay, nobody can
/// sign in with it any more. It cannot be undone, so two people say so: the account's holder, who names the first administrator, and that
/// administrator, who answers the link of a letter.
/// </summary>
public sealed class TransformAccount
{
    /// <summary>How long the administrator-to-be can answer.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(3);

    private const string Purpose = "transform";

    // Whatever could sign in goes. Keys that act for others than the account itself end: an organization belongs to no organization.
    private static readonly string[] Statements =
    [
        "UPDATE principals SET kind = 1 WHERE id = @id",
        "INSERT INTO organizations (principal_id) VALUES (@id)",
        """
        UPDATE api_keys SET revoked_at = @now, revoked_by = @by, revoked_reason = @reason WHERE principal_id = @id AND revoked_at IS NULL
            AND EXISTS (SELECT 1 FROM api_key_scopes s WHERE s.key_id = api_keys.id AND s.owner_id <> @id)
        """,
        "UPDATE invitations SET answered_at = @now, answer = 'cancelled' WHERE user_id = @id AND answered_at IS NULL",
        "DELETE FROM sessions WHERE user_id = @id",
        "DELETE FROM user_logins WHERE user_id = @id",
        "DELETE FROM passkeys WHERE user_id = @id",
        "DELETE FROM recovery_codes WHERE user_id = @id",
        "UPDATE one_time_links SET used_at = @now WHERE user_id = @id AND used_at IS NULL",
        """
        UPDATE users SET email = @nobody, lower_email = @nobody, email_confirmed_at = NULL, pending_email = NULL, password_hash = NULL,
            security_stamp = @stamp, two_factor_enabled = 0, authenticator_secret = NULL, is_admin = 0, language = NULL
        WHERE principal_id = @id
        """,
    ];

    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OneTimeLinks _links;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;

    internal TransformAccount(Database database, OrganizationRights rights, OneTimeLinks links, OrganizationLetters letters, AuditLog audit) =>
        (_database, _rights, _links, _letters, _audit) = (database, rights, links, letters, audit);

    /// <summary>Asks the first administrator. Null when the letter is on its way; an earlier one is good no more.</summary>
    /// <param name="admin">The user name of another person.</param>
    /// <param name="site">What the letter's link begins with.</param>
    public Task<OrganizationProblem?> RequestAsync(SignedIn person, Actor who, string admin, string site, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            if (who.PrincipalId != person.PrincipalId || who.KeyPublicId is not null)
            {
                throw new UnauthorizedAccessException();
            }

            if ((await _rights.ProofAsync(write, who) ?? await ProblemAsync(write, person.PrincipalId)) is { } problem)
            {
                return problem;
            }

            if (await AccountDirectory.FindByNameAsync(write, admin) is not { IsConfirmed: true, IsLocked: false } chosen)
            {
                return new OrganizationProblem("Who", admin.Trim().Length == 0 ? "WhoMissing" : "WhoUnknown", admin.Trim());
            }

            if (chosen.PrincipalId == person.PrincipalId)
            {
                return new OrganizationProblem("Who", "TransformSelf");
            }

            await _links.EndAsync(write, Purpose, person.PrincipalId);
            string token = await _links.IssueBesideAsync(write, Purpose, person.PrincipalId, LinkLife, chosen.PublicId);
            await _audit.WriteAsync(write, new AuditEntry("account.transform-asked", who, "user", chosen.PublicId, person.PrincipalId));
            await _letters.TransformAsync(write, chosen.PrincipalId, person.Name, $"{site}/account/organizations/transform/confirm?token={token}", site);
            return null;
        }, cancellation);

    /// <summary>The name of the account that the link would make an organization; null when it is no good, or for somebody else.</summary>
    public Task<string?> LookAsync(SignedIn person, string? token, CancellationToken cancellation = default) => _database.ReadAsync(
        async read => await _links.PeekAsync(read, Purpose, token) is { UserId: { } id, Payload: { } chosen } && chosen == person.PublicId
            ? (await AccountDirectory.FindAsync(read, id))?.Name
            : null, cancellation);

    /// <summary>Transforms, with the person as the first administrator. Null when that is done.</summary>
    /// <param name="site">Named in the letter.</param>
    public Task<OrganizationProblem?> ConfirmAsync(SignedIn person, Actor who, string? token, string site, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            if (who.PrincipalId != person.PrincipalId || who.KeyPublicId is not null)
            {
                throw new UnauthorizedAccessException();
            }

            if (await _links.PeekAsync(write, Purpose, token) is not { UserId: { } id, Payload: { } chosen } || chosen != person.PublicId
                || await AccountDirectory.FindAsync(write, id) is not { } account)
            {
                return new OrganizationProblem("", "TransformGone");
            }

            if ((await _rights.ProofAsync(write, who) ?? await ProblemAsync(write, id)) is { } problem)
            {
                return problem;
            }

            if (await _links.TakeAsync(write, Purpose, token) is null)
            {
                return new OrganizationProblem("", "TransformGone");
            }

            await _letters.ToAsync(write, id, () => OrganizationLetters.Simple(site, account.Name, null, "Letter.Transformed", account.Name, person.Name));
            var values = new
            {
                id, now = _rights.Now, by = person.PrincipalId, reason = OrganizationsText.Text["KeyEnded.Transform"],
                nobody = $"{account.PublicId}@organization.invalid", stamp = PublicId.New(),
            };
            foreach (string statement in Statements)
            {
                await write.ExecuteAsync(statement, values);
            }

            await MembershipRows.JoinAsync(write, id, person.PrincipalId, MemberRole.Admin, _rights.Now);
            await _audit.WriteAsync(write, new AuditEntry("account.transformed", who, "organization", account.PublicId, id, After: account.Name));
            return null;
        }, cancellation);

    // The conditions: a confirmed person who belongs to no organization and without whom the gallery still has an administrator.
    private static async Task<OrganizationProblem?> ProblemAsync(DbSession read, long id) =>
        await AccountDirectory.FindAsync(read, id) is not { IsConfirmed: true, IsLocked: false } ? new OrganizationProblem("", "MustBeConfirmed")
        : await read.ScalarAsync<long>("SELECT count(*) FROM memberships WHERE user_id = @id AND ended_at IS NULL", new { id }) > 0 ? new OrganizationProblem("", "TransformMember")
        : await Administrators.IsLastAsync(read, id) ? new OrganizationProblem("", "TransformLastAdministrator")
        : null;
}
