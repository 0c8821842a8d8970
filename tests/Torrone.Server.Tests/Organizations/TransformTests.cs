using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>An account becomes an organization: on both engines.</summary>
public sealed class TransformTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Two_people_agree_and_nobody_can_sign_in_with_it_any_more(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn shared = await world.PersonAsync("Shared");
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn eve = await world.PersonAsync("eve");
        Organization itself = new() { PrincipalId = shared.PrincipalId };
        string kept = await world.KeyAsync(shared, itself);
        TransformAccount transform = world.Get<TransformAccount>();
        Assert.Null(await transform.RequestAsync(shared, OrganizationWorld.As(shared), "Anna", OrganizationWorld.Site, Token));
        string token = await TokenAsync(world);
        Assert.Null(await transform.LookAsync(eve, token, Token));
        Assert.Equal("TransformGone", (await transform.ConfirmAsync(eve, OrganizationWorld.As(eve), token, OrganizationWorld.Site, Token))?.Code);
        Assert.Equal("Shared", await transform.LookAsync(anna, token, Token));
        OrganizationProblem?[] twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => transform.ConfirmAsync(anna, OrganizationWorld.As(anna), token, OrganizationWorld.Site, Token))));
        Assert.Equal(["TransformGone"], twice.OfType<OrganizationProblem>().Select(p => p.Code));
        Organization made = await world.SeenByAsync(anna, "shared");
        Assert.Equal((shared.PrincipalId, true, 1L), (made.PrincipalId, made.IsAdmin, made.Members));
        Assert.False(await world.IsRevokedAsync(kept));
        Assert.Null(await world.Database.ReadAsync(read => AccountDirectory.FindByNameAsync(read, "shared"), Token));
        Assert.Equal(["0"], await world.ListAsync("SELECT count(*) FROM sessions WHERE user_id = @PrincipalId", shared));
        Assert.Empty(await world.ListAsync("SELECT email FROM users WHERE email LIKE 'shared%'"));
        Assert.Equal(["Shared is an organization now"], await world.LettersAsync(shared));
        Assert.Equal("account.transformed", (await world.AuditAsync(shared.PrincipalId))[^1]);
        await world.JoinAsync(made, anna, eve);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_said_when_it_is_asked_and_again_when_it_is_confirmed()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn shared = await world.PersonAsync("shared");
        SignedIn anna = await world.PersonAsync("anna");
        TransformAccount transform = world.Get<TransformAccount>();
        async Task<string?> AskAsync(string admin) =>
            (await transform.RequestAsync(shared, OrganizationWorld.As(shared), admin, OrganizationWorld.Site, Token))?.Code;
        Assert.Equal("WhoMissing", await AskAsync(" "));
        Assert.Equal("WhoUnknown", await AskAsync("nobody"));
        Assert.Equal("TransformSelf", await AskAsync("SHARED"));
        await world.SqlAsync("UPDATE users SET is_admin = 1 WHERE principal_id = @PrincipalId", shared);
        Assert.Equal("TransformLastAdministrator", await AskAsync("anna"));
        await world.SqlAsync("UPDATE users SET is_admin = 0");
        Assert.Null(await AskAsync("anna"));
        string token = await TokenAsync(world);
        Organization team = await world.OrganizationAsync(anna, "team");
        await world.JoinAsync(team, anna, shared);
        Assert.Equal("TransformMember", (await transform.ConfirmAsync(anna, OrganizationWorld.As(anna), token, OrganizationWorld.Site, Token))?.Code);
        Assert.Equal("TransformMember", await AskAsync("anna"));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => transform.RequestAsync(
            shared, OrganizationWorld.As(anna), "anna", OrganizationWorld.Site, Token));
        world.Clock.Advance(TransformAccount.LinkLife);
        Assert.Null(await transform.LookAsync(anna, token, Token));
    }

    private static async Task<string> TokenAsync(OrganizationWorld world) =>
        (await world.ListAsync("SELECT text_body FROM mail_outbox ORDER BY id"))[^1].Split("token=")[1].Split('\n')[0].Trim();
}
