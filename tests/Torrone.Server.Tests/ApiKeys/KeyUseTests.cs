using Torrone.Server.ApiKeys;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>What is remembered of a key's uses, and how many an hour may have.</summary>
public sealed class KeyUseTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Uses_are_written_behind_and_all_of_them_before_the_server_stops(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        PresentedKey key = (await world.PresentAsync(await world.IssueAsync(world.Request(await world.PersonAsync("ann"))))).Key!;
        KeyUse uses = world.Get<KeyUse>();
        await uses.StartAsync(Stop);
        for (int i = 1; i <= 1200; i++)
        {
            uses.Record(new KeyUseEntry(key.KeyId, world.Now + i, "push", "Contoso.Json", $"1.0.{i}", "10.0.0.4", "NuGet Command Line/7.6", KeyUseEntry.Ok));
        }

        uses.Record(new KeyUseEntry(key.KeyId, world.Now + 9999, "push", "Fabrikam", "1.0.0", "10.0.0.5", "curl", "scope-package"));
        await uses.StopAsync(Stop);
        Assert.Equal(1201, await world.AskAsync<long>("SELECT count(*) FROM api_key_uses"));
        Assert.Equal("Contoso.Json 1.0.1200 10.0.0.4 NuGet Command Line/7.6", await world.AskAsync<string>(
            "SELECT last_used_package || ' ' || last_used_address || ' ' || last_used_client FROM api_keys"));
        Assert.Equal(world.Now + 1200, await world.AskAsync<long>("SELECT last_used_at FROM api_keys"));
    }

    [Fact]
    public async Task Uses_older_than_ninety_days_are_let_go()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        PresentedKey key = (await world.PresentAsync(await world.IssueAsync(world.Request(await world.PersonAsync("ann"))))).Key!;
        await world.SqlAsync("INSERT INTO api_key_uses (key_id, at, action, result) VALUES (@KeyId, @at, 'push', 'ok')",
            new { key.KeyId, at = world.Now - (91L * 86_400_000) });
        KeyUse uses = world.Get<KeyUse>();
        await uses.StartAsync(Stop);
        uses.Record(new KeyUseEntry(key.KeyId, world.Now, "push", null, null, null, null, KeyUseEntry.Ok));
        await uses.StopAsync(Stop);
        Assert.Equal(world.Now, await world.AskAsync<long>("SELECT min(at) FROM api_key_uses"));
    }

    [Fact]
    public async Task An_hours_uses_are_bounded_for_each_key_and_each_kind()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        world.Settings.Limits.PushesPerHour = 2;
        world.Settings.Limits.UnlistsPerHour = 1;
        KeyLimits limits = world.Get<KeyLimits>();
        Assert.Null(limits.TryTake(1, KeyOperation.Push));
        world.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(limits.TryTake(1, KeyOperation.Push));
        Server.Http.Refusal refusal = limits.TryTake(1, KeyOperation.Push)!;
        Assert.Equal((429, "too-many-requests", 60), (refusal.Status, refusal.Code, refusal.RetryAfterSeconds));
        Assert.Contains("15:05:00 UTC", refusal.Sentence, StringComparison.Ordinal);
        Assert.Null(limits.TryTake(2, KeyOperation.Push));
        Assert.Null(limits.TryTake(1, KeyOperation.Unlist));
        Assert.NotNull(limits.TryTake(1, KeyOperation.Relist));
        Assert.Null(limits.TryTake(1, KeyOperation.Read));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(limits.TryTake(1, KeyOperation.Push));
    }

    [Fact]
    public async Task No_limit_is_no_limit()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        world.Settings.Limits.PushesPerHour = 0;
        Assert.All(Enumerable.Range(0, 5000), _ => Assert.Null(world.Get<KeyLimits>().TryTake(1, KeyOperation.Push)));
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(14, "in 14 days")]
    [InlineData(1, "in one day")]
    [InlineData(0.5, "less than a day")]
    [InlineData(0, null)]
    public void A_key_about_to_expire_is_told(double days, string? words)
    {
        string? warning = KeyWarnings.ExpiryWarning(new PresentedKey { ExpiresAt = (long)(days * 86_400_000) }, 0);
        Assert.Equal(words is null, warning is null);
        Assert.Contains(words ?? "", warning ?? "", StringComparison.Ordinal);
    }
}
