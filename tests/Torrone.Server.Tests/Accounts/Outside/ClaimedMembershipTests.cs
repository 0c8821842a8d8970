using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Outside;

/// <summary>The map from a provider's claim to organizations.</summary>
public sealed class ClaimedMembershipTests(OutsideGallery outside) : IClassFixture<OutsideGallery>
{
    [Fact]
    public async Task Who_has_the_claim_is_a_member_and_who_loses_it_is_none()
    {
        long crew = await OrganizationAsync();
        await outside.AddAsync("ada");
        using PageClient browser = await outside.SignedInAsync("ada");
        await outside.LinkAsync(browser, "ada", "contoso", "developers", "others");
        Assert.Equal(["collaborator"], await RolesAsync(crew, "ada"));

        await outside.ComeAsync(outside.Visitor(), "ada", "contoso", "", "leads");
        Assert.Equal(["admin"], await RolesAsync(crew, "ada"));
        await outside.ComeAsync(outside.Visitor(), "ada", "contoso", "", "others");
        Assert.Empty(await RolesAsync(crew, "ada"));
        Assert.Equal(["member.joined", "member.role", "member.left"], (await outside.AuditAsync("ada")).Where(a => a.StartsWith("member", StringComparison.Ordinal)));
        Assert.Equal(["member.joined", "member.role", "member.left"], (await outside.AuditAsync("crew")).Where(a => a.StartsWith("member", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_invited_member_does_not_depend_on_the_claim()
    {
        long crew = await OrganizationAsync();
        long bob = (await outside.AddAsync("bob")).PrincipalId;
        using PageClient browser = await outside.SignedInAsync("bob");
        await outside.Gallery.ExecuteAsync(
            "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (@crew, @bob, 'collaborator', 1)", new { crew, bob });
        await outside.LinkAsync(browser, "bob", "contoso", "others");
        Assert.Equal(["collaborator"], await RolesAsync(crew, "bob"));
    }

    [Fact]
    public async Task A_policy_that_demands_a_second_factor_demands_it_of_the_claim_too()
    {
        long crew = await OrganizationAsync();
        await outside.AddAsync("carl");
        using PageClient browser = await outside.SignedInAsync("carl");
        await outside.Gallery.ExecuteAsync("UPDATE organizations SET second_factor_required = 1 WHERE principal_id = @crew", new { crew });
        try
        {
            await outside.LinkAsync(browser, "carl", "contoso", "developers");
            Assert.Empty(await RolesAsync(crew, "carl"));
        }
        finally
        {
            await outside.Gallery.ExecuteAsync("UPDATE organizations SET second_factor_required = 0 WHERE principal_id = @crew", new { crew });
        }
    }

    // With an administrator of its own, whose place no claim decides.
    private async Task<long> OrganizationAsync()
    {
        if (await outside.Gallery.RowsAsync<long>("SELECT id FROM principals WHERE lower_name = 'crew'") is [long there])
        {
            return there;
        }

        await outside.Gallery.ExecuteAsync("INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES ('crew-id', 1, 'Crew', 'crew', 1)");
        long id = Assert.Single(await outside.Gallery.RowsAsync<long>("SELECT id FROM principals WHERE lower_name = 'crew'"));
        long admin = (await outside.AddAsync("captain")).PrincipalId;
        await outside.Gallery.ExecuteAsync("INSERT INTO organizations (principal_id) VALUES (@id)", new { id });
        await outside.Gallery.ExecuteAsync("INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (@id, @admin, 'admin', 1)", new { id, admin });
        return id;
    }

    private Task<List<string>> RolesAsync(long crew, string name) => outside.Gallery.RowsAsync<string>(
        "SELECT m.role FROM memberships m JOIN principals p ON p.id = m.user_id WHERE m.organization_id = @crew AND p.lower_name = @name AND m.ended_at IS NULL",
        new { crew, name });
}
