using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>A key with two secrets for a while.</summary>
public sealed class KeyOverlapTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Both_secrets_work_until_the_overlap_ends(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer renewed = await RenewAsync(world, ann, made, TimeSpan.FromHours(24));
        Assert.True((await world.PresentAsync(Secret(made))).IsValid);
        Assert.True((await world.PresentAsync(Secret(renewed))).IsValid);
        KeyDetails key = Assert.Single(await world.Get<ListKeys>().RunAsync(KeyWorld.As(ann), ann, Stop));
        Assert.Equal((KeyState.Rotating, world.Now + 86_400_000, Secret(made)[8..12], Secret(renewed)[8..12]),
            (key.StateAt(world.Now), key.OldSecretEndsAt!.Value, key.OldHint, key.Hint));
        Assert.Contains(await world.LettersAsync(), l => l.Contains("two secrets", StringComparison.Ordinal));

        world.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal("key-expired", (await world.PresentAsync(Secret(made))).Refusal!.Code);
        Assert.True((await world.PresentAsync(Secret(renewed))).IsValid);
        Assert.Equal(KeyState.Active, (await FindAsync(world, ann, made)).StateAt(world.Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Ending_the_old_secret_leaves_the_new_one(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer renewed = await RenewAsync(world, ann, made, TimeSpan.FromDays(7));
        Assert.True(await world.Get<EndOldSecret>().RunAsync(KeyWorld.As(ann), ann, made.PublicId!, Stop));
        Assert.Equal("key-unknown", (await world.PresentAsync(Secret(made))).Refusal!.Code);
        Assert.True((await world.PresentAsync(Secret(renewed))).IsValid);
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.old-secret-ended'"));
        Assert.True(await world.Get<EndOldSecret>().RunAsync(KeyWorld.As(ann), ann, made.PublicId!, Stop));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.old-secret-ended'"));
        Assert.False(await world.Get<EndOldSecret>().RunAsync(KeyWorld.As(ann), ann, "nothing", Stop));
    }

    [Fact]
    public async Task A_third_secret_ends_the_first_at_once()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer first = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer second = await RenewAsync(world, ann, first, TimeSpan.FromDays(7));
        IssueAnswer third = await RenewAsync(world, ann, first, TimeSpan.FromDays(7));
        Assert.Equal("key-unknown", (await world.PresentAsync(Secret(first))).Refusal!.Code);
        Assert.True((await world.PresentAsync(Secret(second))).IsValid);
        Assert.True((await world.PresentAsync(Secret(third))).IsValid);
        IssueAnswer last = await RenewAsync(world, ann, first, TimeSpan.Zero);
        Assert.False((await world.PresentAsync(Secret(second))).IsValid);
        Assert.False((await world.PresentAsync(Secret(third))).IsValid);
        Assert.True((await world.PresentAsync(Secret(last))).IsValid);
    }

    [Fact]
    public async Task An_overlap_never_lets_the_old_secret_outlive_its_own_end()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with { LifetimeDays = 2 }, Stop);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.ProveAsync(ann);
        await RenewAsync(world, ann, made, TimeSpan.FromDays(7));
        Assert.Equal(made.ExpiresAt, (await FindAsync(world, ann, made)).OldSecretEndsAt);

        world.Clock.Advance(TimeSpan.FromDays(5));
        await world.ProveAsync(ann);
        await RenewAsync(world, ann, made, TimeSpan.FromDays(7));
        Assert.Null((await FindAsync(world, ann, made)).OldSecretEndsAt);
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_key_secrets"));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData((7 * 24 * 60) + 1)]
    public async Task An_overlap_outside_an_hour_and_seven_days_is_refused(int minutes)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer refused = (await world.Get<RegenerateKey>().RunAsync(
            KeyWorld.As(ann), ann, made.PublicId!, TimeSpan.FromMinutes(minutes), null, KeyWorld.Site, Stop))!;
        Assert.Equal("overlap", Assert.Single(refused.Problems).Field);
        Assert.True((await world.PresentAsync(Secret(made))).IsValid);
    }

    private static string Secret(IssueAnswer answer) => answer.Secret!.Reveal();

    private static async Task<KeyDetails> FindAsync(KeyWorld world, long person, IssueAnswer made) =>
        (await world.Get<ListKeys>().FindAsync(KeyWorld.As(person), person, made.PublicId!, Stop))!;

    private static async Task<IssueAnswer> RenewAsync(KeyWorld world, long person, IssueAnswer made, TimeSpan overlap)
    {
        IssueAnswer answer = (await world.Get<RegenerateKey>().RunAsync(KeyWorld.As(person), person, made.PublicId!, overlap, null, KeyWorld.Site, Stop))!;
        Assert.Empty(answer.Problems);
        return answer;
    }
}
