using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>Roles, removal, leaving: on both engines.</summary>
public sealed class MemberTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Two_administrators_who_leave_at_once_leave_one_behind(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        for (int round = 0; round < 5; round++)
        {
            Organization team = await world.OrganizationAsync(anna, $"team{round}");
            await world.JoinAsync(team, anna, ben, MemberRole.Admin);
            ChangeMember change = world.Get<ChangeMember>();
            OrganizationProblem?[] answers = await Task.WhenAll(((SignedIn[])[anna, ben]).Select(p => Task.Run(
                () => change.LeaveAsync(team, p, OrganizationWorld.As(p), OrganizationWorld.Site))));
            Assert.Equal(["LastAdminLeaves"], answers.OfType<OrganizationProblem>().Select(a => a.Code));
            Assert.Equal(["1"], await world.ListAsync(
                "SELECT count(*) FROM memberships WHERE organization_id = @PrincipalId AND ended_at IS NULL AND role = 'admin'", team));
        }
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Two_administrators_who_take_the_role_from_each_other_leave_one_behind(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        for (int round = 0; round < 5; round++)
        {
            Organization team = await world.OrganizationAsync(anna, $"team{round}");
            await world.JoinAsync(team, anna, ben, MemberRole.Admin);
            ChangeMember change = world.Get<ChangeMember>();
            async Task<bool> DemoteAsync(SignedIn by, SignedIn whom)
            {
                try
                {
                    return await change.SetRoleAsync(team, OrganizationWorld.As(by), whom.PublicId, MemberRole.Collaborator, OrganizationWorld.Site) is null;
                }
                catch (UnauthorizedAccessException)
                {
                    // The other was faster.
                    return false;
                }
            }

            bool[] done = await Task.WhenAll(Task.Run(() => DemoteAsync(anna, ben)), Task.Run(() => DemoteAsync(ben, anna)));
            Assert.Single(done, true);
            Assert.Equal(["1"], await world.ListAsync(
                "SELECT count(*) FROM memberships WHERE organization_id = @PrincipalId AND ended_at IS NULL AND role = 'admin'", team));
        }
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Who_is_removed_loses_the_keys_at_once_and_they_stay_dead_after_a_return(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, ben);
        string bens = await world.KeyAsync(ben, team);
        string annas = await world.KeyAsync(anna, team);
        string own = await world.KeyAsync(ben, team, ofItself: true);
        Assert.Equal(1, (await world.Get<MemberList>().ReadAsync(anna, team, cancellation: TestContext.Current.CancellationToken)).Single(m => m.Name == "ben").Keys);
        Assert.Null(await world.Get<ChangeMember>().RemoveAsync(team, OrganizationWorld.As(anna), ben.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal((true, false, false), (await world.IsRevokedAsync(bens), await world.IsRevokedAsync(annas), await world.IsRevokedAsync(own)));
        Assert.Equal(["The membership of ben in team ended."], await world.ListAsync("SELECT revoked_reason FROM api_keys WHERE public_id = @bens", new { bens }));
        Assert.Equal(["You are invited to team", "You are no member of team any more"], await world.LettersAsync(ben));
        Assert.Equal("member.removed", (await world.AuditAsync(team.PrincipalId))[^1]);
        Assert.Equal(["key.revoked", "member.removed"], (await world.AuditAsync(ben.PrincipalId)).Order());
        await world.JoinAsync(team, anna, ben);
        Assert.True(await world.IsRevokedAsync(bens));
        Assert.Equal(["2"], await world.ListAsync("SELECT count(*) FROM memberships WHERE user_id = @PrincipalId", ben));
    }

    [Fact]
    public async Task A_role_is_changed_told_and_written_down()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, ben);
        ChangeMember change = world.Get<ChangeMember>();
        Assert.Equal("LastAdmin", (await change.SetRoleAsync(team, OrganizationWorld.As(anna), anna.PublicId, MemberRole.Collaborator, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken))?.Code);
        Assert.Equal("LastAdmin", (await change.RemoveAsync(team, OrganizationWorld.As(anna), anna.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken))?.Code);
        Assert.Null(await change.SetRoleAsync(team, OrganizationWorld.As(anna), ben.PublicId, MemberRole.Admin, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(["anna admin", "ben admin"], await world.MembersAsync(anna, team));
        Assert.Equal("You administer team now", (await world.LettersAsync(ben))[^1]);
        Assert.Equal(["collaborator>admin"], await world.ListAsync(
            "SELECT before_value || '>' || after_value FROM audit WHERE action = 'member.role' AND concerns_id = @PrincipalId", team));
        Assert.Equal("MemberGone", (await change.RemoveAsync(team, OrganizationWorld.As(anna), "nobody", OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken))?.Code);
    }

    [Fact]
    public async Task Only_an_administrator_with_a_fresh_proof_changes_anything()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        SignedIn eve = await world.PersonAsync("eve");
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, ben);
        ChangeMember change = world.Get<ChangeMember>();
        foreach (SignedIn outsider in (SignedIn[])[ben, eve])
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.InviteAsync(team, outsider, "eve"));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => change.RemoveAsync(team, OrganizationWorld.As(outsider), anna.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => change.SetRoleAsync(team, OrganizationWorld.As(outsider), outsider.PublicId, MemberRole.Admin, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<SetPolicy>().RunAsync(team, OrganizationWorld.As(outsider), new(), OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
            Assert.Empty(await world.Get<MemberList>().InvitationsAsync(outsider, team, cancellation: TestContext.Current.CancellationToken));
            Assert.Null(await world.Get<SetPolicy>().ReachAsync(outsider, team, new(), cancellation: TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => change.LeaveAsync(team, eve, OrganizationWorld.As(eve), OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Empty(await world.Get<MemberList>().ReadAsync(eve, team, cancellation: TestContext.Current.CancellationToken));
        Assert.Null(await world.Get<OrganizationDirectory>().FindAsync(eve, "team", cancellation: TestContext.Current.CancellationToken));
        // A key never stands in for its person here, whoever's it is.
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => change.RemoveAsync(
            team, OrganizationWorld.As(anna) with { KeyPublicId = "key" }, ben.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        world.Clock.Advance(ProveAgain.Lasts);
        Assert.Equal("ProofNeeded", (await world.InviteAsync(team, anna, "eve")).Problem?.Code);
        Assert.Equal("ProofNeeded", (await change.RemoveAsync(team, OrganizationWorld.As(anna), ben.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken))?.Code);
        Assert.Equal("ProofNeeded", (await change.LeaveAsync(team, ben, OrganizationWorld.As(ben), OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken))?.Code);
        Assert.Equal("ProofNeeded", (await world.Get<CreateOrganization>().RunAsync(anna, OrganizationWorld.As(anna), "another", cancellation: TestContext.Current.CancellationToken))?.Code);
        Assert.Equal(["anna admin", "ben collaborator"], await world.MembersAsync(anna, team));
    }

    [Fact]
    public async Task A_locked_administrator_does_not_count_as_the_one_who_stays()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, ben, MemberRole.Admin);
        await world.SqlAsync("UPDATE principals SET locked_at = 1 WHERE id = @PrincipalId", ben);
        ChangeMember change = world.Get<ChangeMember>();
        Assert.Equal("LastAdminLeaves", (await change.LeaveAsync(team, anna, OrganizationWorld.As(anna), OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken))?.Code);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.InviteAsync(team, ben, "anna"));
        Assert.Null(await change.RemoveAsync(team, OrganizationWorld.As(anna), ben.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
    }
}
