using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>
/// Accepts or declines an invitation: one that names the person, from the person's own list; one to an address, by its link or by the
/// account whose confirmed address it is. Of several who answer at once, one gets it.
/// </summary>
public sealed class AnswerInvitation
{
    private const string Standing =
        """
        SELECT i.id, i.public_id, i.organization_id, i.user_id, i.email, i.role, i.invited_by, i.expires_at FROM invitations i
        JOIN principals o ON o.id = i.organization_id
        WHERE i.answered_at IS NULL AND i.expires_at > @now AND o.deleted_at IS NULL AND o.locked_at IS NULL
        """;

    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;

    internal AnswerInvitation(Database database, OrganizationRights rights, OrganizationLetters letters, AuditLog audit) =>
        (_database, _rights, _letters, _audit) = (database, rights, letters, audit);

    /// <summary>What the link offers; null when it is unknown, answered or expired. Takes nothing: mail scanners open links.</summary>
    /// <param name="person">Who looks; null for nobody who is signed in.</param>
    public Task<OfferedInvitation?> LookAsync(SignedIn? person, string? token, CancellationToken cancellation = default) =>
        _database.ReadAsync(async read =>
        {
            InvitationRow? row = await ByTokenAsync(read, token);
            return row is null ? null : new OfferedInvitation(
                row.PublicId,
                await NameAsync(read, row.OrganizationId),
                await NameAsync(read, row.InvitedBy),
                MemberRoles.Parse(row.Role),
                row.ExpiresAt,
                person is null || row.UserId is null || row.UserId == person.PrincipalId);
        }, cancellation);

    /// <summary>Joins the organization. Null when that is done.</summary>
    /// <param name="token">The link's, or null when the person answers from the list.</param>
    /// <param name="publicId">The invitation's, where there is no token.</param>
    /// <param name="site">For the letter to who invited.</param>
    public Task<OrganizationProblem?> AcceptAsync(
        SignedIn person, Actor actor, string? token, string? publicId, string site, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            if (await FindAsync(write, person, token, publicId) is not { } found)
            {
                return new OrganizationProblem("", "InvitationGone");
            }

            // The organization first, then the invitation: who removes, deletes or sets a policy at this moment comes before or after.
            await OrganizationRights.TakeAsync(write, found.OrganizationId);
            if (await FindAsync(write, person, token, publicId) is null)
            {
                return new OrganizationProblem("", "InvitationGone");
            }

            if (await ProblemAsync(write, person, actor, found) is { } problem)
            {
                return problem;
            }

            long now = _rights.Now;
            if (!await TakeAsync(write, found, person, "accepted"))
            {
                return new OrganizationProblem("", "InvitationGone");
            }

            await MembershipRows.JoinAsync(write, found.OrganizationId, person.PrincipalId, MemberRoles.Parse(found.Role), now);
            string organization = await NameAsync(write, found.OrganizationId);
            await _audit.WriteAsync(write, new AuditEntry("member.joined", actor, "organization", await PublicIdAsync(write, found.OrganizationId),
                found.OrganizationId, After: found.Role));
            await _letters.JoinedAsync(write, found, organization, person, site);
            return null;
        }, cancellation);

    /// <summary>Declines. False when there is nothing to decline.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public Task<bool> DeclineAsync(
        SignedIn person, Actor actor, string? token, string? publicId, string site, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            if (await FindAsync(write, person, token, publicId) is not { } found || actor.PrincipalId != person.PrincipalId
                || !await TakeAsync(write, found, person, "declined"))
            {
                return false;
            }

            await _audit.WriteAsync(write, new AuditEntry("invitation.declined", actor, "organization",
                await PublicIdAsync(write, found.OrganizationId), found.OrganizationId));
            await _letters.DeclinedAsync(write, found, await NameAsync(write, found.OrganizationId), person.Name, site);
            return true;
        }, cancellation);

    private async Task<OrganizationProblem?> ProblemAsync(DbSession read, SignedIn person, Actor actor, InvitationRow row)
    {
        if (actor.PrincipalId != person.PrincipalId || await AccountDirectory.FindAsync(read, person.PrincipalId) is not { IsConfirmed: true, IsLocked: false })
        {
            return new OrganizationProblem("", "MustBeConfirmed");
        }

        return await Memberships.FindAsync(read, row.OrganizationId, person.PrincipalId) is not null
            ? new OrganizationProblem("", "AlreadyMember", await NameAsync(read, row.OrganizationId))
            : await SecondFactors.LacksAsync(read, row.OrganizationId, person.PrincipalId) ? OrganizationProblem.SecondFactor : null;
    }

    private async Task<InvitationRow?> FindAsync(DbSession read, SignedIn person, string? token, string? publicId)
    {
        if (token is not null)
        {
            return await ByTokenAsync(read, token) is { } row && (row.UserId is null || row.UserId == person.PrincipalId) ? row : null;
        }

        return await read.FirstOrDefaultAsync<InvitationRow>(
            $"""
             {Standing} AND i.public_id = @publicId AND (i.user_id = @PrincipalId OR (i.user_id IS NULL AND lower(i.email) =
                 (SELECT u.lower_email FROM users u WHERE u.principal_id = @PrincipalId AND u.email_confirmed_at IS NOT NULL)))
             """, new { publicId = publicId ?? "", person.PrincipalId, now = _rights.Now });
    }

    private Task<InvitationRow?> ByTokenAsync(DbSession read, string? token) => read.FirstOrDefaultAsync<InvitationRow>(
        $"{Standing} AND i.token_hash = @hash", new { hash = InvitationTokens.Hash(token), now = _rights.Now });

    private async Task<bool> TakeAsync(WriteTransaction write, InvitationRow row, SignedIn person, string answer) => await write.ExecuteAsync(
        "UPDATE invitations SET answered_at = @now, answer = @answer, user_id = @PrincipalId WHERE id = @Id AND answered_at IS NULL",
        new { row.Id, answer, person.PrincipalId, now = _rights.Now }) == 1;

    private static async Task<string> NameAsync(DbSession read, long principalId) =>
        await read.ScalarAsync<string>("SELECT name FROM principals WHERE id = @principalId", new { principalId }) ?? "";

    private static async Task<string> PublicIdAsync(DbSession read, long principalId) =>
        await read.ScalarAsync<string>("SELECT public_id FROM principals WHERE id = @principalId", new { principalId }) ?? "";
}
