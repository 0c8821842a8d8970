using Torrone.Server.Accounts.Outside;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.Organizations;

/// <summary>
/// Keeps memberships in step with an outside provider's word, by the map of its setting: who has the claim's value becomes a member, who
/// lost it is none any more. Memberships that came by an invitation are left alone.
/// </summary>
public sealed class ClaimedMemberships(Database database, AuditLog audit, TorroneSettings settings, TimeProvider clock)
{
    /// <summary>Runs with each sign-in of the person by this identity. Does nothing where the provider has no map.</summary>
    /// <param name="personId">The account that the identity is linked to.</param>
    public Task RunAsync(OutsideIdentity identity, long personId, string personPublicId, Actor who) =>
        settings.SignIn.GetValueOrDefault(identity.Provider) is not { Organizations.Count: > 0 } provider
            ? Task.CompletedTask
            : database.WriteAsync(async write =>
            {
                foreach (string name in provider.Organizations.Values.Select(v => v.Split(':')[0].Trim().ToLowerInvariant()).Distinct())
                {
                    Target? organization = await write.FirstOrDefaultAsync<Target>(
                        "SELECT id, public_id, name FROM principals WHERE lower_name = @name AND kind = 1 AND deleted_at IS NULL AND locked_at IS NULL", new { name });
                    if (organization is not null)
                    {
                        await SettleAsync(write, organization, RoleOf(provider, identity, name), identity, new Person(personId, personPublicId), who);
                    }
                }
            });

    // The highest role that any of the person's values gives; null for none.
    private static MemberRole? RoleOf(SignInSettings provider, OutsideIdentity identity, string lowerName)
    {
        MemberRole? role = null;
        foreach ((string value, string target) in provider.Organizations)
        {
            string[] parts = target.Split(':', 2);
            if (identity.Groups.Contains(value) && parts[0].Trim().Equals(lowerName, StringComparison.OrdinalIgnoreCase) && role != MemberRole.Admin)
            {
                role = parts.Length == 2 && parts[1].Trim() == MemberRole.Admin.Word() ? MemberRole.Admin : MemberRole.Collaborator;
            }
        }

        return role;
    }

    private async Task SettleAsync(WriteTransaction write, Target organization, MemberRole? wanted, OutsideIdentity identity, Person person, Actor who)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        Membership? member = await Memberships.FindAsync(write, organization.Id, person.Id);
        if (member is null)
        {
            // What the organization's policy demands of those who accept an invitation, it demands here.
            if (wanted is { } role && !await SecondFactors.LacksAsync(write, organization.Id, person.Id))
            {
                await MembershipRows.JoinAsync(write, organization.Id, person.Id, role, now);
                await write.ExecuteAsync(
                    "UPDATE memberships SET granted_by = @Issuer WHERE organization_id = @organization AND user_id = @person AND ended_at IS NULL",
                    new { identity.Issuer, organization = organization.Id, person = person.Id });
                await AuditAsync(write, "member.joined", organization, person, identity, who);
            }
        }
        else if (wanted != member.Role
            && await write.ScalarAsync<string>("SELECT granted_by FROM memberships WHERE id = @Id", new { member.Id }) == identity.Issuer
            && !(member.Role == MemberRole.Admin && await OrganizationRights.CountAdminsAsync(write, organization.Id, person.Id) == 0))
        {
            await ChangeAsync(write, organization, member, wanted, identity, person, who, now);
        }
    }

    private async Task ChangeAsync(
        WriteTransaction write, Target organization, Membership member, MemberRole? wanted, OutsideIdentity identity, Person person, Actor who, long now)
    {
        if (wanted is { } role)
        {
            await write.ExecuteAsync("UPDATE memberships SET role = @role WHERE id = @Id", new { member.Id, role = role.Word() });
            await AuditAsync(write, "member.role", organization, person, identity, who);
            return;
        }

        string reason = OrganizationsText.Text.Format("KeyEnded.Claim", identity.Issuer, organization.Name);
        foreach (EndedKey key in await MembershipRows.EndAsync(write, member, person.Id, reason, now))
        {
            await audit.WriteAsync(write, new AuditEntry("key.revoked", who, "key", key.PublicId, key.PrincipalId, After: "member.left"));
        }

        await AuditAsync(write, "member.left", organization, person, identity, who);
    }

    // One row for the organization's log, one for the member's own.
    private async Task AuditAsync(WriteTransaction write, string action, Target organization, Person person, OutsideIdentity identity, Actor who)
    {
        await audit.WriteAsync(write, new AuditEntry(action, who, "user", person.PublicId, organization.Id, After: identity.Issuer));
        await audit.WriteAsync(write, new AuditEntry(action, who, "organization", organization.PublicId, person.Id, After: identity.Issuer));
    }

    private sealed record Person(long Id, string PublicId);

    private sealed class Target
    {
        public long Id { get; init; }

        public string PublicId { get; init; } = "";

        public string Name { get; init; } = "";
    }
}
