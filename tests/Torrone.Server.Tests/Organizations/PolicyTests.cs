using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>What a policy would hit, and that it holds.</summary>
public sealed class PolicyTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task The_preview_counts_exactly_what_would_be_hit(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        Organization other = await world.OrganizationAsync(anna, "other");
        await world.JoinAsync(team, anna, ben);
        await world.KeyAsync(anna, team, days: 30);
        await world.KeyAsync(anna, team, days: 90, action: "unlist");
        await world.KeyAsync(ben, team, days: 180);
        await world.KeyAsync(ben, team, days: 365, ofItself: true);
        await world.KeyAsync(anna, other, days: 365);
        await world.SqlAsync("UPDATE users SET two_factor_enabled = 1 WHERE principal_id = @PrincipalId", anna);
        async Task<PolicyReach> ReachAsync(OrganizationPolicy policy) => (await world.Get<SetPolicy>().ReachAsync(anna, team, policy))!;
        Assert.True((await ReachAsync(new())).IsNothing);
        Assert.Equal(new PolicyReach(3, 0, 0, 0, 0), await ReachAsync(new() { MaxKeyDays = 60 }));
        Assert.Equal(new PolicyReach(0, 1, 0, 0, 0), await ReachAsync(new() { KeyActions = ["push", "push-version"] }));
        Assert.Equal(new PolicyReach(0, 4, 0, 0, 0), await ReachAsync(new() { KeyActions = [] }));
        Assert.Equal(new PolicyReach(0, 0, 1, 0, 0), await ReachAsync(new() { KeysByAdminsOnly = true }));
        Assert.Equal(new PolicyReach(0, 0, 0, 1, 1), await ReachAsync(new() { SecondFactorRequired = true }));
        world.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(new PolicyReach(2, 0, 0, 0, 0), await ReachAsync(new() { MaxKeyDays = 60 }));
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task It_is_kept_written_down_and_told(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, ben, MemberRole.Admin);
        SetPolicy set = world.Get<SetPolicy>();
        OrganizationPolicy wanted = new() { MaxKeyDays = 30, KeysByAdminsOnly = true, KeyActions = ["push-version"], FreezeNewIds = 5 };
        Assert.Null(await set.RunAsync(team, OrganizationWorld.As(anna), wanted, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        OrganizationPolicy kept = (await set.ReadAsync(ben, team, cancellation: TestContext.Current.CancellationToken))!;
        Assert.Equal((30L, true, "push-version", 5L, false), (kept.MaxKeyDays, kept.KeysByAdminsOnly, string.Join(',', kept.KeyActions!), kept.FreezeNewIds, kept.SecondFactorRequired));
        Assert.Equal("The policies of team have changed", (await world.LettersAsync(ben))[^1]);
        string after = Assert.Single(await world.ListAsync("SELECT after_value FROM audit WHERE action = 'organization.policy'"));
        Assert.Contains("\"maxKeyDays\":30", after, StringComparison.Ordinal);
        Assert.Null(await set.RunAsync(team, OrganizationWorld.As(anna), wanted, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Single(await world.ListAsync("SELECT after_value FROM audit WHERE action = 'organization.policy'"));
    }

    [Fact]
    public async Task What_cannot_be_a_policy_is_refused()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        Organization team = await world.OrganizationAsync(anna, "team");
        async Task<string?> CodeAsync(OrganizationPolicy policy) =>
            (await world.Get<SetPolicy>().RunAsync(team, OrganizationWorld.As(anna), policy, OrganizationWorld.Site))?.Code;
        Assert.Equal("PolicyDays", await CodeAsync(new() { MaxKeyDays = 0 }));
        Assert.Equal("PolicyDays", await CodeAsync(new() { MaxKeyDays = 3_651 }));
        Assert.Equal("PolicyNewIds", await CodeAsync(new() { FreezeNewIds = -1 }));
        Assert.Equal("PolicyActions", await CodeAsync(new() { KeyActions = ["everything"] }));
        Assert.Equal("PolicyOwnFactor", await CodeAsync(new() { SecondFactorRequired = true }));
    }

    [Fact]
    public async Task A_demanded_second_factor_keeps_those_without_from_joining_and_from_acting()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        SignedIn carl = await world.PersonAsync("carl");
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, ben, MemberRole.Admin);
        string token = OrganizationWorld.Token(await world.InviteAsync(team, anna, "carl"));
        await world.SqlAsync("UPDATE users SET two_factor_enabled = 1 WHERE principal_id = @PrincipalId", anna);
        Assert.Null(await world.Get<SetPolicy>().RunAsync(team, OrganizationWorld.As(anna), new() { SecondFactorRequired = true }, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("SecondFactorNeeded", (await world.InviteAsync(team, ben, "x@example.com")).Problem?.Code);
        Assert.Equal("SecondFactorNeeded", (await world.AcceptAsync(carl, token))?.Code);
        Assert.True((await world.SeenByAsync(ben, "team")).LacksSecondFactor);
        Assert.False((await world.SeenByAsync(anna, "team")).LacksSecondFactor);
        await world.SqlAsync(
            "INSERT INTO passkeys (credential_id, user_id, name, data, created_at) VALUES (@id, @PrincipalId, 'Phone', '{}', 0)",
            new { id = new byte[] { 1 }, carl.PrincipalId });
        Assert.Null(await world.AcceptAsync(carl, token));
    }
}
