using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.Organizations;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Prefixes;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>Reserved ids: asked for, granted, denied, released; who may take a new id, and whose badge changes.</summary>
public sealed class PrefixTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task A_granted_request_closes_the_ids_to_others_and_marks_the_holders_packages(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn eve = await owners.World.PersonAsync("eve");
        SignedIn boss = await BossAsync(owners);
        Organization team = await owners.World.OrganizationAsync(anna, "team");
        await owners.PackageAsync("Contoso.Json", team.PrincipalId);
        await owners.PackageAsync("Contoso.Stray", eve.PrincipalId);
        await owners.PackageAsync("ContosoX", team.PrincipalId);
        Assert.Null(await AskAsync(owners, anna, "Contoso.*", "team"));
        PrefixRequest waiting = Assert.Single(await owners.Prefixes.WaitingAsync(boss, owners.FeedId, Token));
        Assert.Equal(("Contoso.*", "team", "anna", 1L, 1L), (waiting.Pattern, waiting.OwnerName, waiting.RequestedBy, waiting.OwnPackages, waiting.OtherPackages));
        Assert.Null((await StandingAsync(owners, "contoso.new")).ReservedFor);
        Assert.Null(await owners.Decide.GrantAsync(boss, OrganizationWorld.As(boss), waiting.PublicId, false, OrganizationWorld.Site, Token));
        Assert.Equal([team.PrincipalId], (await StandingAsync(owners, "contoso.new")).ReservedFor!);
        Assert.Null((await StandingAsync(owners, "contosoy")).ReservedFor);
        Assert.Equal(["reservation.changed contoso.json"], await owners.LogAsync());
        Assert.True(await owners.Prefixes.IsVerifiedAsync(owners.FeedId, "contoso.json", [eve.PrincipalId, team.PrincipalId], Token));
        Assert.False(await owners.Prefixes.IsVerifiedAsync(owners.FeedId, "contoso.stray", [eve.PrincipalId], Token));
        Assert.Equal("Contoso.* is reserved for you", (await owners.World.LettersAsync(anna))[^1]);
        Assert.Equal(["prefix.requested", "prefix.granted"], (await owners.World.AuditAsync(team.PrincipalId))[^2..]);
        Assert.Equal("contoso.*", Assert.Single(await owners.Prefixes.OfAsync(anna, OrganizationWorld.As(anna), owners.FeedId, Token)).Pattern);
        Assert.Equal("Reserved", (await AskAsync(owners, eve, "CONTOSO.*", "eve"))?.Code);
        Assert.Null(await owners.Decide.ReleaseAsync(boss, OrganizationWorld.As(boss), owners.FeedId, "contoso.*", Token));
        Assert.Null((await StandingAsync(owners, "contoso.new")).ReservedFor);
        Assert.Equal(2, (await owners.LogAsync()).Count);
        Assert.Equal("ReservationGone", (await owners.Decide.ReleaseAsync(boss, OrganizationWorld.As(boss), owners.FeedId, "contoso.*", Token))?.Code);
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Of_two_requests_for_the_same_ids_one_is_granted_and_the_other_stays_open(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn eve = await owners.World.PersonAsync("eve");
        SignedIn boss = await BossAsync(owners);
        await AskAsync(owners, anna, "Contoso.*", "anna");
        await AskAsync(owners, eve, "contoso.*", "eve");
        List<PrefixRequest> waiting = await owners.Prefixes.WaitingAsync(boss, owners.FeedId, Token);
        PrefixProblem?[] answers = await Task.WhenAll(waiting.Select(w => Task.Run(
            () => owners.Decide.GrantAsync(boss, OrganizationWorld.As(boss), w.PublicId, false, OrganizationWorld.Site, Token))));
        Assert.Single(answers, a => a is null);
        Assert.StartsWith("Reserved", Assert.Single(answers.OfType<PrefixProblem>()).Code, StringComparison.Ordinal);
        PrefixRequest left = Assert.Single(await owners.Prefixes.WaitingAsync(boss, owners.FeedId, Token));
        Assert.Null(await owners.Decide.DenyAsync(boss, OrganizationWorld.As(boss), left.PublicId, "Taken.", OrganizationWorld.Site, Token));
        SignedIn loser = left.OwnerName == "anna" ? anna : eve;
        PrefixRequest told = Assert.Single(await owners.Prefixes.AskedByAsync(loser, owners.FeedId, Token));
        Assert.Equal(("denied", "Taken."), (told.Answer, told.AnswerReason));
        Assert.EndsWith(" is not reserved", (await owners.World.LettersAsync(loser))[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Contoso.*", "contoso.", true)]
    [InlineData(" Contoso* ", "contoso", true)]
    [InlineData("Contoso.Json", "contoso.json", false)]
    [InlineData("*", null, false)]
    [InlineData("Co*", null, false)]
    [InlineData("a.*", null, false)]
    [InlineData("Con*toso", null, false)]
    [InlineData("Contoso..*", null, false)]
    [InlineData("Contoso.", null, false)]
    [InlineData("Con toso", null, false)]
    [InlineData("", null, false)]
    public void A_pattern_is_an_id_or_a_beginning_of_three_characters(string text, string? lower, bool isPrefix)
    {
        ReservedPattern? pattern = ReservedPattern.Parse(text);
        Assert.Equal(lower, pattern?.Lower);
        Assert.Equal(lower is not null && isPrefix, pattern?.IsPrefix ?? false);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_site_decides_and_nobody_asks_for_others()
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn ben = await owners.World.PersonAsync("ben");
        Organization team = await owners.World.OrganizationAsync(anna, "team");
        await owners.World.JoinAsync(team, anna, ben);
        Assert.Equal("NotYours", (await AskAsync(owners, ben, "Contoso.*", "team"))?.Code);
        Assert.Equal("NotYours", (await AskAsync(owners, ben, "Contoso.*", "anna"))?.Code);
        Assert.Null(await AskAsync(owners, ben, "Contoso.*", "ben"));
        Assert.Equal("Asked", (await AskAsync(owners, ben, "contoso.*", "ben"))?.Code);
        await Assert.ThrowsAsync<NotAdministratorException>(() => owners.Prefixes.WaitingAsync(anna, owners.FeedId, Token));
        await Assert.ThrowsAsync<NotAdministratorException>(() => owners.Prefixes.AllAsync(anna, owners.FeedId, "", Token));
        await Assert.ThrowsAsync<NotAdministratorException>(() => owners.Decide.ReserveAsync(
            anna, OrganizationWorld.As(anna), owners.FeedId, "Contoso.*", "anna", false, OrganizationWorld.Site, Token));
        await Assert.ThrowsAsync<NotAdministratorException>(() => owners.Decide.ReleaseAsync(anna, OrganizationWorld.As(anna), owners.FeedId, "Contoso.*", Token));
        // What the session says does not count: the row does.
        await Assert.ThrowsAsync<NotAdministratorException>(() => owners.Prefixes.WaitingAsync(anna with { IsAdmin = true }, owners.FeedId, Token));
        SignedIn boss = await BossAsync(owners);
        await Assert.ThrowsAsync<NotAdministratorException>(() => owners.Decide.ReserveAsync(
            boss, OrganizationWorld.As(ben), owners.FeedId, "Contoso.*", "anna", false, OrganizationWorld.Site, Token));
        Assert.Null(await owners.Decide.ReserveAsync(boss, OrganizationWorld.As(boss), owners.FeedId, "Shared.*", "anna", true, OrganizationWorld.Site, Token));
        Assert.Null((await StandingAsync(owners, "shared.new")).ReservedFor);
        Assert.True(await owners.Prefixes.IsVerifiedAsync(owners.FeedId, "shared.new", [anna.PrincipalId], Token));
        owners.World.Clock.Advance(ProveAgain.Lasts);
        Assert.Equal("ProofNeeded", (await owners.Decide.ReserveAsync(
            boss, OrganizationWorld.As(boss), owners.FeedId, "Other.*", "anna", false, OrganizationWorld.Site, Token))?.Code);
    }

    private static async Task<SignedIn> BossAsync(OwnerWorld owners)
    {
        SignedIn boss = await owners.World.PersonAsync("boss");
        await owners.World.SqlAsync("UPDATE users SET is_admin = 1 WHERE principal_id = @PrincipalId", boss);
        return boss with { IsAdmin = true };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<PrefixProblem?> AskAsync(OwnerWorld owners, SignedIn person, string pattern, string owner) =>
        owners.AskPrefix.RunAsync(person, OrganizationWorld.As(person), owners.FeedId, pattern, owner, "It is ours.", Token);

    private static Task<PackageStanding> StandingAsync(OwnerWorld owners, string lowerId) =>
        owners.World.Database.ReadAsync(read => PackageStandings.ReadAsync(read, owners.FeedId, lowerId));
}
