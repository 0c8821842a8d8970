using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>
/// Invites a person by user name or by e-mail address, and takes invitations back. Nobody becomes a member without saying so. Whether an
/// address has an account is not told: the link is for whoever reads its mail.
/// </summary>
public sealed class InviteMember
{
    /// <summary>The longest life of an invitation in days; the shortest is 1.</summary>
    public const int MostDays = 30;

    /// <summary>What the form offers.</summary>
    public const int UsualDays = 7;

    /// <summary>Invitations of one organization that wait at once.</summary>
    public const int MostPending = 100;

    /// <summary>Invitations of one organization in 24 hours: nobody fills mailboxes through us.</summary>
    public const int MostPerDay = 100;

    private readonly Database _database;
    private readonly OrganizationRights _rights;
    private readonly OrganizationLetters _letters;
    private readonly AuditLog _audit;

    internal InviteMember(Database database, OrganizationRights rights, OrganizationLetters letters, AuditLog audit) =>
        (_database, _rights, _letters, _audit) = (database, rights, letters, audit);

    /// <summary>Invites, or says why not.</summary>
    /// <param name="who">A user name, or an address (it holds an @).</param>
    /// <param name="days">How long the invitation can be accepted.</param>
    /// <param name="site">What the link begins with, without a slash at its end.</param>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer the organization.</exception>
    public Task<InviteAnswer> RunAsync(Organization organization, Actor actor, string who, MemberRole role, int days, string site,
        CancellationToken cancellation = default)
    {
        string wanted = who.Trim();
        bool byAddress = wanted.Contains('@', StringComparison.Ordinal);
        return _database.WriteAsync(async write =>
        {
            if (await _rights.TakeAsAdminAsync(write, organization.PrincipalId, actor) is { } refused)
            {
                return new InviteAnswer(null, wanted, refused);
            }

            if (days is < 1 or > MostDays)
            {
                return new InviteAnswer(null, wanted, new OrganizationProblem("Days", "DaysOutOfRange", MostDays));
            }

            Account? account = byAddress ? null : await AccountDirectory.FindByNameAsync(write, wanted);
            OrganizationProblem? problem = byAddress
                ? await AddressProblemAsync(write, organization.PrincipalId, wanted)
                : await PersonProblemAsync(write, organization.PrincipalId, wanted, account);
            return (problem ?? await CountProblemAsync(write, organization.PrincipalId)) is { } found
                ? new InviteAnswer(null, wanted, found)
                : await InsertAsync(write, organization, actor, wanted, account, role, days, site);
        }, cancellation);
    }

    /// <summary>Takes an invitation back. False when it is answered already, has expired, or is none of the organization's.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor does not administer the organization.</exception>
    public Task<bool> CancelAsync(Organization organization, Actor actor, string publicId, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            Membership member = await _rights.TakeAsMemberAsync(write, organization.PrincipalId, actor);
            if (member.Role != MemberRole.Admin)
            {
                throw new UnauthorizedAccessException();
            }

            InvitationRow? row = await write.FirstOrDefaultAsync<InvitationRow>(
                """
                UPDATE invitations SET answered_at = @now, answer = 'cancelled'
                WHERE public_id = @publicId AND organization_id = @PrincipalId AND answered_at IS NULL AND expires_at > @now
                RETURNING id, public_id, organization_id, user_id, email, role, invited_by
                """, new { publicId, organization.PrincipalId, now = _rights.Now });
            if (row is not null)
            {
                await _audit.WriteAsync(write, new AuditEntry("invitation.cancelled", actor, row.UserId is null ? "address" : "user",
                    await row.TargetAsync(write), organization.PrincipalId));
            }

            return row is not null;
        }, cancellation);

    private async Task<InviteAnswer> InsertAsync(
        WriteTransaction write, Organization organization, Actor actor, string who, Account? account, MemberRole role, int days, string site)
    {
        string token = InvitationTokens.New();
        long now = _rights.Now;
        long expires = now + (long)TimeSpan.FromDays(days).TotalMilliseconds;
        await write.ExecuteAsync(
            """
            INSERT INTO invitations (public_id, organization_id, email, user_id, role, token_hash, invited_by, created_at, expires_at)
            VALUES (@publicId, @organization, @email, @user, @role, @hash, @by, @now, @expires)
            """, new
            {
                publicId = PublicId.New(), organization = organization.PrincipalId, email = account is null ? who : null, user = account?.PrincipalId,
                role = role.Word(), hash = InvitationTokens.Hash(token), by = actor.PrincipalId, now, expires,
            });
        await _audit.WriteAsync(write, new AuditEntry("member.invited", actor, account is null ? "address" : "user", account?.PublicId ?? who,
            organization.PrincipalId, After: role.Word()));
        string link = $"{site}/account/organizations/invitation?token={token}";
        await _letters.InvitedAsync(write, organization.Name, actor, account, who, link, expires, site);
        return new InviteAnswer(link, account?.Name ?? who, null);
    }

    private async Task<OrganizationProblem?> PersonProblemAsync(DbSession read, long organizationId, string name, Account? account)
    {
        if (name.Length == 0)
        {
            return new OrganizationProblem("Who", "WhoMissing");
        }

        if (account is not { IsConfirmed: true, IsLocked: false })
        {
            return new OrganizationProblem("Who", "WhoUnknown", name);
        }

        if (await read.ScalarAsync<long>(
            "SELECT count(*) FROM memberships WHERE organization_id = @organizationId AND user_id = @PrincipalId AND ended_at IS NULL",
            new { organizationId, account.PrincipalId }) > 0)
        {
            return new OrganizationProblem("Who", "WhoIsMember", account.Name);
        }

        return await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM invitations
            WHERE organization_id = @organizationId AND user_id = @PrincipalId AND answered_at IS NULL AND expires_at > @now
            """, new { organizationId, account.PrincipalId, now = _rights.Now }) > 0
            ? new OrganizationProblem("Who", "WhoIsInvited", account.Name)
            : null;
    }

    private async Task<OrganizationProblem?> AddressProblemAsync(DbSession read, long organizationId, string address)
    {
        if (EmailRules.Check(address) is not null)
        {
            return new OrganizationProblem("Who", "AddressMalformed");
        }

        return await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM invitations
            WHERE organization_id = @organizationId AND lower(email) = @lower AND answered_at IS NULL AND expires_at > @now
            """, new { organizationId, lower = address.ToLowerInvariant(), now = _rights.Now }) > 0
            ? new OrganizationProblem("Who", "WhoIsInvited", address)
            : null;
    }

    private async Task<OrganizationProblem?> CountProblemAsync(DbSession read, long organizationId)
    {
        long now = _rights.Now;
        long day = now - (long)TimeSpan.FromDays(1).TotalMilliseconds;
        return await read.ScalarAsync<long>(
            "SELECT count(*) FROM invitations WHERE organization_id = @organizationId AND answered_at IS NULL AND expires_at > @now",
            new { organizationId, now }) >= MostPending
            ? new OrganizationProblem("", "TooManyInvitations", MostPending)
            : await read.ScalarAsync<long>(
                "SELECT count(*) FROM invitations WHERE organization_id = @organizationId AND created_at > @day", new { organizationId, day }) >= MostPerDay
            ? new OrganizationProblem("", "TooManyInvitationsToday", MostPerDay)
            : null;
    }
}
