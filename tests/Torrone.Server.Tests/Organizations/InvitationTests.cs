using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>Invite, accept, decline, cancel: on both engines.</summary>
public sealed class InvitationTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Who_is_invited_by_name_joins_and_everybody_concerned_knows(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("Ben");
        Organization team = await world.OrganizationAsync(anna, "Contoso.Team");
        InviteAnswer invited = await world.InviteAsync(team, anna, "BEN", MemberRole.Admin);
        Assert.Equal("Ben", invited.Who);
        PendingInvitation waiting = Assert.Single(await world.Get<MemberList>().InvitationsOfAsync(ben, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(("Contoso.Team", "anna", MemberRole.Admin, false), (waiting.OrganizationName, waiting.InvitedBy, waiting.Role, waiting.IsByAddress));
        Assert.Null(await world.Get<AnswerInvitation>().AcceptAsync(ben, OrganizationWorld.As(ben), null, waiting.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(["anna admin", "Ben admin"], await world.MembersAsync(ben, team));
        Assert.Equal(["organization.created", "member.invited", "member.joined"], await world.AuditAsync(team.PrincipalId));
        Assert.Equal(["You are invited to Contoso.Team"], await world.LettersAsync(ben));
        Assert.Equal(["Ben has joined Contoso.Team"], await world.LettersAsync(anna));
        Assert.Equal("InvitationGone", (await world.AcceptAsync(ben, OrganizationWorld.Token(invited)))?.Code);
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task An_address_is_invited_by_a_link_that_one_person_alone_can_use(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn[] many = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(i => world.PersonAsync($"racer{i}")))];
        Organization team = await world.OrganizationAsync(anna, "team");
        string token = OrganizationWorld.Token(await world.InviteAsync(team, anna, "new@elsewhere.example"));
        OrganizationProblem?[] answers = await Task.WhenAll(many.Select(person => Task.Run(() => world.AcceptAsync(person, token))));
        Assert.Single(answers, a => a is null);
        Assert.All(answers.OfType<OrganizationProblem>(), a => Assert.Equal("InvitationGone", a.Code));
        Assert.Equal(2, (await world.MembersAsync(anna, team)).Length);
        Assert.Equal(["new@elsewhere.example"], await world.ListAsync("SELECT recipient FROM mail_outbox WHERE recipient LIKE '%elsewhere%'"));
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task A_cancelled_invitation_cannot_be_accepted_and_of_both_at_once_one_wins(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        for (int round = 0; round < 5; round++)
        {
            string token = OrganizationWorld.Token(await world.InviteAsync(team, anna, "ben"));
            PendingInvitation waiting = Assert.Single(await world.Get<MemberList>().InvitationsAsync(anna, team, cancellation: TestContext.Current.CancellationToken));
            Task<OrganizationProblem?> accept = Task.Run(() => world.AcceptAsync(ben, token));
            Task<bool> cancel = Task.Run(() => world.Get<InviteMember>().CancelAsync(team, OrganizationWorld.As(anna), waiting.PublicId));
            bool joined = await accept is null;
            Assert.NotEqual(joined, await cancel);
            Assert.Equal(joined ? 2 : 1, (await world.MembersAsync(anna, team)).Length);
            if (joined)
            {
                Assert.Null(await world.Get<ChangeMember>().RemoveAsync(team, OrganizationWorld.As(anna), ben.PublicId, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Declining_tells_who_invited_and_ends_it(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        string token = OrganizationWorld.Token(await world.InviteAsync(team, anna, "ben"));
        AnswerInvitation answer = world.Get<AnswerInvitation>();
        Assert.True(await answer.DeclineAsync(ben, OrganizationWorld.As(ben), token, null, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.False(await answer.DeclineAsync(ben, OrganizationWorld.As(ben), token, null, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("InvitationGone", (await world.AcceptAsync(ben, token))?.Code);
        Assert.Equal(["ben has declined to join team"], await world.LettersAsync(anna));
        Assert.Equal("invitation.declined", (await world.AuditAsync(team.PrincipalId))[^1]);
    }

    [Fact]
    public async Task It_expires_and_names_one_person_alone()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        SignedIn eve = await world.PersonAsync("eve");
        Organization team = await world.OrganizationAsync(anna, "team");
        string token = OrganizationWorld.Token(await world.InviteAsync(team, anna, "ben", days: 1));
        AnswerInvitation answer = world.Get<AnswerInvitation>();
        Assert.False((await answer.LookAsync(eve, token, cancellation: TestContext.Current.CancellationToken))!.IsForReader);
        Assert.True((await answer.LookAsync(null, token, cancellation: TestContext.Current.CancellationToken))!.IsForReader);
        Assert.Equal("InvitationGone", (await world.AcceptAsync(eve, token))?.Code);
        Assert.False(await answer.DeclineAsync(eve, OrganizationWorld.As(eve), token, null, OrganizationWorld.Site, cancellation: TestContext.Current.CancellationToken));
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await answer.LookAsync(ben, token, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("InvitationGone", (await world.AcceptAsync(ben, token))?.Code);
        Assert.Null(await answer.LookAsync(ben, null, cancellation: TestContext.Current.CancellationToken));
        Assert.Null(await answer.LookAsync(ben, "", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_invited_says_why()
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        await world.PersonAsync("ben");
        Organization team = await world.OrganizationAsync(anna, "team");
        Organization other = await world.OrganizationAsync(anna, "other");
        async Task<string?> CodeAsync(string who, int days = 7) => (await world.InviteAsync(team, anna, who, days: days)).Problem?.Code;
        Assert.Equal("WhoMissing", await CodeAsync(" "));
        Assert.Equal("WhoUnknown", await CodeAsync("nobody"));
        Assert.Equal("WhoUnknown", await CodeAsync(other.Name));
        Assert.Equal("WhoIsMember", await CodeAsync("Anna"));
        Assert.Equal("AddressMalformed", await CodeAsync("a@b@c"));
        Assert.Equal("DaysOutOfRange", await CodeAsync("ben", 0));
        Assert.Equal("DaysOutOfRange", await CodeAsync("ben", 31));
        Assert.Null(await CodeAsync("ben"));
        Assert.Equal("WhoIsInvited", await CodeAsync("ben"));
        // A member's address is answered like anybody's: whether it has an account is nobody's business.
        Assert.Null(await CodeAsync("ben@example.com"));
        Assert.Null(await CodeAsync("nobody@example.com"));
        Assert.Equal("WhoIsInvited", await CodeAsync("NOBODY@example.com"));
    }
}
