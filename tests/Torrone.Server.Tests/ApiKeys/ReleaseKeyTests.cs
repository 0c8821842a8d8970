using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Keys that wait for a person: frozen ones, and those made after a change of e-mail address.</summary>
public sealed class ReleaseKeyTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_key_made_after_a_change_of_address_waits_for_a_younger_proof(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer before = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        await world.SqlAsync("UPDATE users SET email_changed_at = @Now", new { world.Now });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        IssueAnswer held = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.Equal("key-held", (await world.PresentAsync(held.Secret!.Reveal())).Refusal!.Code);
        Assert.True((await world.PresentAsync(before.Secret!.Reveal())).IsValid);
        Assert.Contains("does not work yet", await world.AskAsync<string>("SELECT text_body FROM mail_outbox ORDER BY id DESC LIMIT 1"), StringComparison.Ordinal);
        Assert.Equal(KeyState.Held, (await world.Get<ListKeys>().FindAsync(KeyWorld.As(ann), ann, held.PublicId!, Stop))!.StateAt(world.Now));
        Assert.Equal(1, await world.Get<ListKeys>().CountNeedingAttentionAsync(KeyWorld.As(ann), ann, Stop));

        // The proof of the session is good for making keys, but older than the key.
        Assert.Equal("proof", Assert.Single((await ReleaseAsync(world, ann, held))!).Field);
        Assert.False((await world.PresentAsync(held.Secret.Reveal())).IsValid);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.ProveAsync(ann);
        Assert.Empty((await ReleaseAsync(world, ann, held))!);
        Assert.True((await world.PresentAsync(held.Secret.Reveal())).IsValid);
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.released'"));
        Assert.Contains("ann@example.com: The API key 'CI' was released", await world.LettersAsync());
    }

    [Fact]
    public async Task After_seven_days_new_keys_are_not_held_any_more()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        await world.SqlAsync("UPDATE users SET email_changed_at = @Now", new { world.Now });
        world.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await world.ProveAsync(ann);
        Assert.Equal("key-held", (await world.PresentAsync(await world.IssueAsync(world.Request(ann)))).Refusal!.Code);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await world.PresentAsync(await world.IssueAsync(world.Request(ann)))).IsValid);
    }

    [Fact]
    public async Task A_frozen_key_is_released_by_a_person_with_a_fresh_proof()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        await world.SqlAsync("UPDATE api_keys SET frozen_at = @Now, frozen_reason = '14'", new { world.Now });
        world.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal("proof", Assert.Single((await ReleaseAsync(world, ann, made))!).Field);
        Assert.Equal("key-frozen", (await world.PresentAsync(made.Secret!.Reveal())).Refusal!.Code);
        await world.ProveAsync(ann);
        Assert.Empty((await ReleaseAsync(world, ann, made))!);
        Assert.True((await world.PresentAsync(made.Secret.Reveal())).IsValid);
        Assert.Equal("frozen", await world.AskAsync<string>("SELECT before_value FROM audit WHERE action = 'key.released'"));
        Assert.Equal(world.Now, await world.AskAsync<long>("SELECT released_at FROM api_keys"));
    }

    [Fact]
    public async Task A_key_that_nothing_holds_back_is_left_as_it_is()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        long bob = await world.PersonAsync("bob");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.ProveAsync(ann);
        Assert.Empty((await ReleaseAsync(world, ann, made))!);
        Assert.Equal(0, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.released'"));
        Assert.Null(await ReleaseAsync(world, bob, made));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<ReleaseKey>().RunAsync(KeyWorld.As(bob), ann, made.PublicId!, KeyWorld.Site, Stop));
        await world.SqlAsync("UPDATE api_keys SET frozen_at = 1, revoked_at = 1");
        Assert.Equal("", Assert.Single((await ReleaseAsync(world, ann, made))!).Field);
        Assert.Empty((await world.Get<ReleaseKey>().RunAsync(Actor.CommandLine, ann, (await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop)).PublicId!, KeyWorld.Site, Stop))!);
    }

    [Fact]
    public async Task An_organizations_demand_for_a_second_factor_holds_for_releases()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long team = await world.OrganizationAsync("team");
        long ada = await world.PersonAsync("ada");
        await world.JoinAsync(team, ada, "admin");
        string id = (await world.Issue.RunAsync(KeyWorld.As(ada), world.Request(team) with { OwnerId = team }, Stop)).PublicId!;
        await world.SqlAsync("UPDATE api_keys SET frozen_at = 1");
        await world.SqlAsync("UPDATE organizations SET second_factor_required = 1");
        Assert.Equal("owner", Assert.Single((await world.Get<ReleaseKey>().RunAsync(KeyWorld.As(ada), team, id, KeyWorld.Site, Stop))!).Field);
        await world.SqlAsync("UPDATE users SET two_factor_enabled = 1");
        Assert.Empty((await world.Get<ReleaseKey>().RunAsync(KeyWorld.As(ada), team, id, KeyWorld.Site, Stop))!);
    }

    private static Task<IReadOnlyList<KeyProblem>?> ReleaseAsync(KeyWorld world, long person, IssueAnswer made) =>
        world.Get<ReleaseKey>().RunAsync(KeyWorld.As(person), person, made.PublicId!, KeyWorld.Site, Stop);
}
