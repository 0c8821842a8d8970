using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>What a key was used for.</summary>
public sealed class KeyHistoryTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Uses_come_in_pages_and_days_with_what_was_refused(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        string id = (await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop)).PublicId!;
        await world.IssueAsync(world.Request(ann) with { Name = "other" });
        long today = world.Now / 86_400_000 * 86_400_000;
        await UseAsync(world, "CI", today, "1.0.0", "ok");
        await UseAsync(world, "CI", today + 1, "1.0.1", "ok");
        await UseAsync(world, "CI", today - 1, "0.9.0", "scope-package");
        await UseAsync(world, "CI", today - (29L * 86_400_000), "0.5.0", "ok");
        await UseAsync(world, "CI", today - (29L * 86_400_000) - 1, "0.4.0", "ok");
        await UseAsync(world, "other", today, "9.0.0", "ok");

        KeyUsePage first = (await world.Get<KeyHistory>().PageAsync(KeyWorld.As(ann), ann, id, 1, 2, Stop))!;
        Assert.Equal(5, first.Total);
        Assert.Equal(["1.0.1", "1.0.0"], first.Uses.Select(u => u.Version));
        KeyUseRecord refused = (await world.Get<KeyHistory>().PageAsync(KeyWorld.As(ann), ann, id, 2, 2, Stop))!.Uses[0];
        Assert.Equal(("push", "Contoso.Json", "0.9.0", "10.0.0.4", "NuGet", "scope-package", today - 1),
            (refused.Action, refused.Package, refused.Version, refused.Address, refused.Client, refused.Result, refused.At));
        Assert.Empty((await world.Get<KeyHistory>().PageAsync(KeyWorld.As(ann), ann, id, 4, 2, Stop))!.Uses);

        IReadOnlyList<KeyDay> days = (await world.Get<KeyHistory>().DailyAsync(KeyWorld.As(ann), ann, id, Stop))!;
        Assert.Equal(30, days.Count);
        Assert.Equal(new KeyDay(new DateOnly(2026, 11, 21), 2, 0), days[^1]);
        Assert.Equal(new KeyDay(new DateOnly(2026, 11, 20), 0, 1), days[^2]);
        Assert.Equal(new KeyDay(new DateOnly(2026, 10, 23), 1, 0), days[0]);
        Assert.Equal(4, days.Sum(d => d.Allowed + d.Refused));
    }

    [Fact]
    public async Task A_history_is_its_holders_and_its_organizations_alone()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long team = await world.OrganizationAsync("team");
        long ada = await world.PersonAsync("ada");
        long max = await world.PersonAsync("max");
        await world.JoinAsync(team, ada, "admin");
        await world.JoinAsync(team, max);
        string forTeam = (await world.Issue.RunAsync(KeyWorld.As(max), world.Request(max) with { OwnerId = team }, Stop)).PublicId!;
        string personal = (await world.Issue.RunAsync(KeyWorld.As(max), world.Request(max), Stop)).PublicId!;
        KeyHistory history = world.Get<KeyHistory>();
        Assert.NotNull(await history.DailyAsync(KeyWorld.As(max), max, forTeam, Stop));
        Assert.NotNull(await history.DailyAsync(KeyWorld.As(ada), team, forTeam, Stop));
        Assert.Null(await history.DailyAsync(KeyWorld.As(ada), team, personal, Stop));
        Assert.Null(await history.PageAsync(KeyWorld.As(ada), ada, forTeam, 1, cancellation: Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => history.PageAsync(KeyWorld.As(ada), max, forTeam, 1, cancellation: Stop));
    }

    private static Task UseAsync(KeyWorld world, string key, long at, string version, string result) => world.SqlAsync(
        """
        INSERT INTO api_key_uses (key_id, at, action, package, version, address, client, result)
        SELECT id, @at, 'push', 'Contoso.Json', @version, '10.0.0.4', 'NuGet', @result FROM api_keys WHERE name = @key
        """, new { key, at, version, result });
}
