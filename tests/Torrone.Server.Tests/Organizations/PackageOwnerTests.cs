using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>Request, accept, decline, remove, hand over: on both engines.</summary>
public sealed class PackageOwnerTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task A_new_owner_is_asked_and_accepts(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn ben = await owners.World.PersonAsync("ben");
        await owners.PackageAsync("Contoso.Json", anna.PrincipalId);
        await owners.PackageAsync("Contoso.Text", anna.PrincipalId);
        OwnerAnswer asked = await owners.AskAsync(anna, "Ben", false, "contoso.json", "Contoso.Text", "CONTOSO.TEXT");
        Assert.Equal((0, 2, "ben", 0), (asked.Added, asked.Requested, asked.Owner, asked.Problems.Count));
        Assert.Equal("anna", await owners.OwnersAsync("Contoso.Json"));
        List<OwnerRequest> incoming = await owners.IncomingAsync(ben);
        Assert.Equal(["Contoso.Json", "Contoso.Text"], incoming.Select(r => r.DisplayId));
        Assert.Empty(await owners.IncomingAsync(anna));
        Assert.Equal("RequestGone", (await owners.AcceptAsync(anna, incoming[0].PublicId))?.Code);
        Assert.Null(await owners.AcceptAsync(ben, incoming[0].PublicId));
        Assert.Equal("RequestGone", (await owners.AcceptAsync(ben, incoming[0].PublicId))?.Code);
        Assert.True(await owners.Answer.DeclineAsync(ben, OrganizationWorld.As(ben), incoming[1].PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(("anna ben", "anna"), (await owners.OwnersAsync("Contoso.Json"), await owners.OwnersAsync("Contoso.Text")));
        Assert.Equal(["owner.added contoso.json"], await owners.LogAsync());
        Assert.Equal(["owner.requested", "owner.requested", "owner.added", "owner.declined"], await owners.World.AuditAsync(ben.PrincipalId));
        Assert.Equal(["anna asks you to own 2 packages"], await owners.World.LettersAsync(ben));
        Assert.Equal(["ben owns Contoso.Json now", "ben has declined to own Contoso.Text"], await owners.World.LettersAsync(anna));
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Handing_over_replaces_the_owner_when_the_new_one_accepts(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn ben = await owners.World.PersonAsync("ben");
        Organization team = await owners.World.OrganizationAsync(anna, "team");
        await owners.PackageAsync("Contoso.Json", anna.PrincipalId);
        // To an organization of one's own at once, without a question.
        OwnerAnswer given = await owners.AskAsync(anna, "team", true, "Contoso.Json");
        Assert.Equal((1, 0), (given.Added, given.Requested));
        Assert.Equal("team", await owners.OwnersAsync("Contoso.Json"));
        Assert.Equal(["owner.added contoso.json", "owner.removed contoso.json"], await owners.LogAsync());
        Assert.Equal(1, (await owners.AskAsync(anna, "ben", true, "Contoso.Json")).Requested);
        OwnerRequest request = Assert.Single(await owners.IncomingAsync(ben));
        Assert.Equal("team", request.ReplacesName);
        Assert.Equal("team", await owners.OwnersAsync("Contoso.Json"));
        Assert.Null(await owners.AcceptAsync(ben, request.PublicId));
        Assert.Equal("ben", await owners.OwnersAsync("Contoso.Json"));
        Assert.Contains("Contoso.Json", (await owners.AskAsync(anna, "team", true, "Contoso.Json")).Problems[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(team.PrincipalId, (await owners.World.SeenByAsync(anna, "team")).PrincipalId);
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Two_owners_who_go_at_once_leave_one_behind(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn ben = await owners.World.PersonAsync("ben");
        for (int round = 0; round < 5; round++)
        {
            string id = $"Contoso.Round{round}";
            await owners.PackageAsync(id, anna.PrincipalId, ben.PrincipalId);
            OwnerProblem?[] answers = await Task.WhenAll(((SignedIn[])[anna, ben]).Select(p => Task.Run(() => owners.RemoveAsync(p, id, p.PublicId))));
            Assert.Equal(["LastOwner"], answers.OfType<OwnerProblem>().Select(a => a.Code));
            Assert.Contains(await owners.OwnersAsync(id), (string[])["anna", "ben"]);
        }
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task A_request_that_is_taken_back_while_it_is_accepted_ends_one_way(string engine)
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, engine);
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn ben = await owners.World.PersonAsync("ben");
        for (int round = 0; round < 5; round++)
        {
            string id = $"Contoso.Round{round}";
            await owners.PackageAsync(id, anna.PrincipalId);
            await owners.AskAsync(anna, "ben", false, id);
            string request = Assert.Single(await owners.IncomingAsync(ben)).PublicId;
            Task<OwnerProblem?> accept = Task.Run(() => owners.AcceptAsync(ben, request));
            Task<bool> cancel = Task.Run(() => owners.Answer.CancelAsync(anna, OrganizationWorld.As(anna), request));
            bool accepted = await accept is null;
            Assert.NotEqual(accepted, await cancel);
            Assert.Equal(accepted ? "anna ben" : "anna", await owners.OwnersAsync(id));
        }
    }

    [Fact]
    public async Task An_organizations_administrators_act_for_it_and_its_collaborators_do_not()
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await owners.World.PersonAsync("anna");
        SignedIn ben = await owners.World.PersonAsync("ben");
        SignedIn eve = await owners.World.PersonAsync("eve");
        Organization team = await owners.World.OrganizationAsync(anna, "team");
        await owners.World.JoinAsync(team, anna, ben);
        await owners.PackageAsync("Team.Json", team.PrincipalId, eve.PrincipalId);
        await owners.PackageAsync("Eve.Json", eve.PrincipalId);
        Assert.Equal("NotYours", Assert.Single((await owners.AskAsync(ben, "ben", false, "Team.Json")).Problems).Code);
        Assert.Equal("NotYours", (await owners.RemoveAsync(ben, "Team.Json", eve.PublicId))?.Code);
        PackageOwnership seen = (await owners.Queries.OfPackageAsync(ben, OrganizationWorld.As(ben), owners.FeedId, "team.json", cancellation: TestContext.Current.CancellationToken))!;
        Assert.False(seen.MayChange);
        Assert.Null(await owners.Queries.OfPackageAsync(ben, OrganizationWorld.As(ben), owners.FeedId, "Eve.Json", cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(1, (await owners.AskAsync(eve, "team", false, "Eve.Json")).Requested);
        Assert.Empty(await owners.IncomingAsync(ben));
        string request = Assert.Single(await owners.IncomingAsync(anna)).PublicId;
        Assert.Equal("RequestGone", (await owners.AcceptAsync(ben, request))?.Code);
        Assert.Null(await owners.AcceptAsync(anna, request));
        Assert.Null(await owners.RemoveAsync(anna, "Eve.Json", eve.PublicId));
        Assert.Equal("team", await owners.OwnersAsync("Eve.Json"));
    }

    [Fact]
    public async Task What_cannot_be_given_says_why_and_then_nothing_is_given()
    {
        await using OwnerWorld owners = await OwnerWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await owners.World.PersonAsync("anna");
        List<SignedIn> many = [];
        for (int i = 0; i < 15; i++)
        {
            many.Add(await owners.World.PersonAsync($"person{i}"));
        }

        await owners.PackageAsync("Full", [anna.PrincipalId, .. many.Take(14).Select(p => p.PrincipalId)]);
        await owners.PackageAsync("Mine", anna.PrincipalId);
        await owners.PackageAsync("Theirs", many[0].PrincipalId);
        async Task<string> CodesAsync(string owner, params string[] ids) =>
            string.Join(' ', (await owners.AskAsync(anna, owner, false, ids)).Problems.Select(p => p.Code));
        Assert.Equal("NoPackages", await CodesAsync("person0"));
        Assert.Equal("OwnerMissing", await CodesAsync(" ", "Mine"));
        Assert.Equal("OwnerUnknown", await CodesAsync("nobody", "Mine"));
        Assert.Equal("OwnsAlready", await CodesAsync("ANNA", "Mine"));
        Assert.Equal("NotYours NotYours", await CodesAsync("person1", "Theirs", "No.Such", "Mine"));
        Assert.Equal("TooManyOwners", await CodesAsync("person14", "Full", "Mine"));
        Assert.Empty(await owners.IncomingAsync(many[14]));
        Assert.Equal(["", "", "", "TooManyWaiting"], (string[])[await CodesAsync("person1", "Mine"), await CodesAsync("person2", "Mine"),
            await CodesAsync("person3", "Mine"), await CodesAsync("person4", "Mine")]);
        Assert.Equal("AskedAlready", await CodesAsync("person1", "Mine"));
        owners.World.Clock.Advance(ProveAgain.Lasts);
        Assert.Equal("ProofNeeded", await CodesAsync("person5", "Mine"));
        Assert.Equal("ProofNeeded", (await owners.RemoveAsync(anna, "Full", many[0].PublicId))?.Code);
        owners.World.Clock.Advance(OwnerLimits.RequestLife);
        Assert.Empty(await owners.IncomingAsync(many[1]));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => owners.Request.RunAsync(
            anna, OrganizationWorld.As(anna) with { KeyPublicId = "key" }, owners.FeedId, ["Mine"], "person1", false, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
    }
}
