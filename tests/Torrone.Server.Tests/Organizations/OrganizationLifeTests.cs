using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>Rename and delete: on both engines.</summary>
public sealed class OrganizationLifeTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Deleting_ends_every_key_and_membership_at_once_and_keeps_the_name(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        OrganizationWorld world = owners.World;
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "Team");
        await world.JoinAsync(team, anna, ben);
        string bens = await world.KeyAsync(ben, team);
        string own = await world.KeyAsync(anna, team, ofItself: true);
        string token = OrganizationWorld.Token(await world.InviteAsync(team, anna, "x@example.com"));
        await owners.PackageAsync("Shared", team.PrincipalId, ben.PrincipalId);
        await owners.PackageAsync("Alone", team.PrincipalId);
        DeleteOrganization delete = world.Get<DeleteOrganization>();
        Task<OrganizationProblem?> RunAsync(SignedIn person, string typed) => delete.RunAsync(team, OrganizationWorld.As(person), typed, OrganizationWorld.Site, Token);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => RunAsync(ben, "team"));
        Assert.Equal("NameNotTyped", (await RunAsync(anna, "tea"))?.Code);
        Assert.Equal(["Alone"], await delete.ObstaclesAsync(anna, team, Token));
        Assert.Equal("SolePackages", (await RunAsync(anna, "team"))?.Code);
        Assert.Equal((false, false), (await world.IsRevokedAsync(bens), await world.IsRevokedAsync(own)));
        await owners.AskAsync(anna, "anna", true, "Alone");
        Assert.Null(await RunAsync(anna, "TEAM"));
        Assert.Equal((true, true), (await world.IsRevokedAsync(bens), await world.IsRevokedAsync(own)));
        Assert.Equal(("ben", "anna"), (await owners.OwnersAsync("Shared"), await owners.OwnersAsync("Alone")));
        Assert.Null(await world.Get<OrganizationDirectory>().FindAsync(ben, "team", Token));
        Assert.Null(await world.Get<OrganizationDirectory>().FindProfileAsync("team", Token));
        Assert.Equal("InvitationGone", (await world.AcceptAsync(ben, token))?.Code);
        Assert.Equal("Team is deleted", (await world.LettersAsync(ben))[^1]);
        Assert.Equal("organization.deleted", (await world.AuditAsync(team.PrincipalId))[^1]);
        Assert.Equal("NameTaken", (await world.Get<CreateOrganization>().RunAsync(anna, OrganizationWorld.As(anna), "team", Token))?.Code);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => RunAsync(anna, "team"));
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task A_new_name_leaves_the_old_one_taken_and_leading_to_it(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "Team");
        await world.JoinAsync(team, anna, ben, MemberRole.Admin);
        RenameOrganization rename = world.Get<RenameOrganization>();
        Task<OrganizationProblem?> RunAsync(string name) => rename.RunAsync(team, OrganizationWorld.As(anna), name, OrganizationWorld.Site, Token);
        Assert.Equal("NameTaken", (await RunAsync("BEN"))?.Code);
        Assert.Equal("NameMalformed", (await RunAsync("no good"))?.Code);
        Assert.Equal("NameSame", (await RunAsync("Team"))?.Code);
        Assert.Null(await RunAsync("Crew"));
        OrganizationDirectory directory = world.Get<OrganizationDirectory>();
        Assert.Equal(("Crew", "Crew"), (await directory.CurrentNameAsync("team", Token), await directory.CurrentNameAsync("CREW", Token)));
        Assert.Equal(team.PrincipalId, (await world.SeenByAsync(ben, "crew")).PrincipalId);
        Assert.Equal("NameTaken", (await world.Get<CreateOrganization>().RunAsync(ben, OrganizationWorld.As(ben), "team", Token))?.Code);
        Assert.Equal("Team is called Crew now", (await world.LettersAsync(ben))[^1]);
        Assert.Equal(["Team>Crew"], await world.ListAsync("SELECT before_value || '>' || after_value FROM audit WHERE action = 'organization.renamed'"));
        Assert.Null(await RunAsync("Team"));
        Assert.Null(await RunAsync("Third"));
        Assert.Null(await RunAsync("Fourth"));
        Assert.Equal("NameTooOften", (await RunAsync("Fifth"))?.Code);
    }
}
