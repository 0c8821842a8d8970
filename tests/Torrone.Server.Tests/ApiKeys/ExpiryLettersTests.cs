using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Letters on keys that are about to expire or have.</summary>
public sealed class ExpiryLettersTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Fourteen_three_and_one_days_before_and_at_the_end_each_once(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        await world.IssueAsync(world.Request(ann) with { LifetimeDays = 20 });
        Dictionary<int, string> told = [];
        for (int day = 1; day <= 60; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            int count = await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop);
            Assert.Equal(0, await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
            if (count > 0)
            {
                told[day] = (await world.LettersAsync())[^1];
            }
        }

        Assert.Equal([6, 17, 19, 20], told.Keys);
        Assert.All(new[] { 6, 17, 19 }, day => Assert.Equal("ann@example.com: The API key 'CI' will expire soon", told[day]));
        Assert.Equal("ann@example.com: The API key 'CI' has expired", told[20]);
        string letter = (await world.AskAsync<string>("SELECT text_body FROM mail_outbox WHERE subject LIKE '%soon%'"))!;
        Assert.Contains("Valid until 11 December 2026, 14:05 (UTC).", letter, StringComparison.Ordinal);
        Assert.Contains("It was never used.", letter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_a_week_is_told_of_from_three_days_on()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        await world.IssueAsync(world.Request(await world.PersonAsync("ann")) with { LifetimeDays = 7 });
        Assert.Equal([0, 0, 0, 1, 0, 1, 1, 0], await DaysAsync(world, 8));
    }

    [Fact]
    public async Task A_server_that_was_down_tells_the_latest_only()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        await world.IssueAsync(world.Request(await world.PersonAsync("ann")) with { LifetimeDays = 20 });
        world.Clock.Advance(TimeSpan.FromDays(21));
        Assert.Equal(1, await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
        Assert.Contains("has expired", (await world.LettersAsync())[^1], StringComparison.Ordinal);
        Assert.Equal(2, (await world.LettersAsync()).Count);
    }

    [Fact]
    public async Task A_new_life_is_told_of_anew()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with { LifetimeDays = 20 }, Stop);
        world.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(1, await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
        await world.ProveAsync(ann);
        await world.Get<RegenerateKey>().RunAsync(KeyWorld.As(ann), ann, made.PublicId!, TimeSpan.Zero, null, KeyWorld.Site, Stop);
        Assert.Equal(0, await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
        world.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(1, await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
    }

    [Theory]
    [InlineData("revoked_at = 1")]
    [InlineData("deleted_at = 1")]
    [InlineData("used_up_at = 1")]
    [InlineData("parent_id = id")]
    public async Task Nobody_hears_of_a_key_that_is_over_or_that_a_key_made(string change)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        await world.IssueAsync(world.Request(await world.PersonAsync("ann")) with { LifetimeDays = 20 });
        await world.SqlAsync($"UPDATE api_keys SET {change}");
        Assert.Equal([0, 0, 0], await DaysAsync(world, 3, each: 8));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Of_several_nodes_one_tells(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        for (int i = 0; i < 5; i++)
        {
            await world.IssueAsync(world.Request(ann) with { LifetimeDays = 20 });
        }

        world.Clock.Advance(TimeSpan.FromDays(7));
        int[] told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site))));
        Assert.Equal(5, told.Sum());
        Assert.Equal(5, (await world.LettersAsync()).Count(l => l.Contains("soon", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Administrators_hear_of_the_keys_that_act_for_their_organization()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long team = await world.OrganizationAsync("team");
        long ada = await world.PersonAsync("ada");
        long max = await world.PersonAsync("max");
        await world.JoinAsync(team, ada, "admin");
        await world.JoinAsync(team, max);
        await world.IssueAsync(world.Request(max) with { OwnerId = team, LifetimeDays = 20 });
        world.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
        Assert.Equal(["ada@example.com: The API key 'CI' will expire soon", "max@example.com: The API key 'CI' will expire soon"],
            (await world.LettersAsync()).Where(l => l.Contains("soon", StringComparison.Ordinal)).Order());
        Assert.Contains("which acts for team", await world.AskAsync<string>("SELECT text_body FROM mail_outbox WHERE recipient = 'ada@example.com' AND subject LIKE '%soon'"),
            StringComparison.Ordinal);
    }

    private static async Task<List<int>> DaysAsync(KeyWorld world, int days, int each = 1)
    {
        List<int> told = [];
        for (int day = 0; day < days; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(each));
            told.Add(await world.Get<ExpiryLetters>().RunAsync(KeyWorld.Site, Stop));
        }

        return told;
    }
}
