using System.Data.Common;
using Torrone.Server.ApiKeys;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>A reading key is remembered for five seconds, and for no longer when the database is away.</summary>
public sealed class RecentKeysTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_key_is_remembered_for_five_seconds(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        (RecentKeys recent, KeyText key, TickingClock clock) = await KeyAsync(world);
        Assert.Null((await recent.FindAsync(key, TestContext.Current.CancellationToken))!.RevokedAt);
        await world.SqlAsync("UPDATE api_keys SET revoked_at = 1");
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Null((await recent.FindAsync(key, TestContext.Current.CancellationToken))!.RevokedAt);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull((await recent.FindAsync(key, TestContext.Current.CancellationToken))!.RevokedAt);
    }

    [Fact]
    public async Task Without_its_database_the_gallery_lets_nobody_in_any_more()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (RecentKeys recent, KeyText key, TickingClock clock) = await KeyAsync(world);
        Assert.NotNull(await recent.FindAsync(key, TestContext.Current.CancellationToken));
        await world.SqlAsync("ALTER TABLE api_keys RENAME TO api_keys_gone");
        Assert.NotNull(await recent.FindAsync(key, TestContext.Current.CancellationToken));
        clock.Advance(RecentKeys.Fresh);
        await Assert.ThrowsAnyAsync<DbException>(() => recent.FindAsync(key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_that_was_unknown_is_asked_for_again()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (RecentKeys recent, KeyText key, _) = await KeyAsync(world);
        await world.SqlAsync("UPDATE api_key_secrets SET pepper_version = 99");
        Assert.Null(await recent.FindAsync(key, TestContext.Current.CancellationToken));
        await world.SqlAsync("UPDATE api_key_secrets SET pepper_version = 1");
        Assert.NotNull(await recent.FindAsync(key, TestContext.Current.CancellationToken));
    }

    private static async Task<(RecentKeys Recent, KeyText Key, TickingClock Clock)> KeyAsync(KeyWorld world)
    {
        string text = await world.IssueAsync(world.Request(await world.PersonAsync("ann")));
        Assert.True(KeyText.TryParse(text, out KeyText? key, out _));
        TickingClock clock = new();
        return (new RecentKeys(world.Get<KeyLookup>(), world.Get<KeyHash>(), clock), key, clock);
    }

    /// <summary>A stopwatch that stands still until it is told otherwise.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
