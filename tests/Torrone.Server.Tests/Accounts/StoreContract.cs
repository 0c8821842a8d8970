using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Accounts;

/// <summary>People, sessions and links on each engine.</summary>
public sealed class StoreContract(Engines engines)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_person_is_kept_found_and_unique(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        using AccountStore store = Store(database);
        AccountRecord ada = New("Ada");
        Assert.True((await store.CreateAsync(ada, Now)).Succeeded);
        AccountRecord found = Assert.IsType<AccountRecord>(await store.FindByNameAsync("ada", Now));
        Assert.Equal(("Ada", "Ada@example.test", "hash", ada.PrincipalId), (found.Name, found.Email, found.PasswordHash, found.PrincipalId));
        Assert.Equal(ada.PrincipalId, (await store.FindByEmailAsync("ada@example.test", Now))?.PrincipalId);
        Assert.Equal(ada.PrincipalId, (await store.FindByIdAsync(ada.PublicId, Now))?.PrincipalId);
        Assert.False((await store.CreateAsync(New("aDA"), Now)).Succeeded);
        Assert.Null(await store.FindByNameAsync("bob", Now));
        Assert.True((await store.DeleteAsync(ada, Now)).Succeeded);
        Assert.Null(await store.FindByNameAsync("ada", Now));
        AccountRecord again = New("ada");
        again.Email = "other@example.test";
        Assert.False((await store.CreateAsync(again, Now)).Succeeded);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task An_update_over_a_newer_stamp_is_refused(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        using AccountStore store = Store(database);
        await store.CreateAsync(New("ada"), Now);
        AccountRecord first = (await store.FindByNameAsync("ada", Now))!;
        AccountRecord second = (await store.FindByNameAsync("ada", Now))!;
        first.PasswordHash = "new";
        first.SecurityStamp = "new";
        Assert.True((await store.UpdateAsync(first, Now)).Succeeded);
        second.Email = "elsewhere@example.test";
        Assert.False((await store.UpdateAsync(second, Now)).Succeeded);
        AccountRecord after = (await store.FindByNameAsync("ada", Now))!;
        Assert.Equal(("new", "ada@example.test"), (after.PasswordHash, after.Email));
        Assert.True((await store.UpdateAsync(first, Now)).Succeeded);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Failures_are_counted_in_the_database(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        using AccountStore store = Store(database);
        await store.CreateAsync(New("ada"), Now);
        int[] counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            await store.IncrementAccessFailedCountAsync((await store.FindByNameAsync("ada", Now))!, Now)));
        Assert.Equal(Enumerable.Range(1, 20), counts.Order());
        AccountRecord ada = (await store.FindByNameAsync("ada", Now))!;
        await store.SetLockoutEndDateAsync(ada, DateTimeOffset.FromUnixTimeMilliseconds(5000), Now);
        await store.ResetAccessFailedCountAsync(ada, Now);
        AccountRecord after = (await store.FindByNameAsync("ada", Now))!;
        Assert.Equal((0L, 5000L), (after.AccessFailedCount, after.LockoutEnd));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_session_slides_fourteen_days_and_ends_after_ninety(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        SettableClock clock = new();
        SessionStore sessions = new(database, clock);
        using AccountStore store = Store(database);
        AccountRecord ada = New("ada");
        await store.CreateAsync(ada, Now);
        StartedSession session = await database.WriteAsync(w => sessions.StartAsync(w, ada.PrincipalId, Actor.CommandLine), Now);
        Assert.Equal(session.PublicId, (await sessions.FindAsync(session.Secret, Now))?.PublicId);
        Assert.Null(await sessions.FindAsync(new string(session.Secret.Reverse().ToArray()), Now));
        int days = 0;
        for (; days < 200; days += 13)
        {
            clock.Back = TimeSpan.FromDays(-days);
            if (await sessions.FindAsync(session.Secret, Now) is null)
            {
                break;
            }
        }

        Assert.Equal(91, days);
        clock.Back = TimeSpan.Zero;
        StartedSession idle = await database.WriteAsync(w => sessions.StartAsync(w, ada.PrincipalId, Actor.CommandLine), Now);
        clock.Back = TimeSpan.FromDays(-13.9);
        Assert.Single(await sessions.ListAsync(ada.PrincipalId, Now), s => s.PublicId == idle.PublicId);
        clock.Back = TimeSpan.FromDays(-14.1);
        Assert.Null(await sessions.FindAsync(idle.Secret, Now));
        Assert.DoesNotContain(await sessions.ListAsync(ada.PrincipalId, Now), s => s.PublicId == idle.PublicId);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Sessions_that_are_long_over_go_with_the_next_sign_in(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        SettableClock clock = new();
        SessionStore sessions = new(database, clock);
        using AccountStore store = Store(database);
        AccountRecord ada = New("ada");
        await store.CreateAsync(ada, Now);
        Task<StartedSession> StartAsync(int day)
        {
            clock.Back = TimeSpan.FromDays(-day);
            return database.WriteAsync(w => sessions.StartAsync(w, ada.PrincipalId, Actor.CommandLine), Now);
        }

        StartedSession first = await StartAsync(0);
        StartedSession ended = await StartAsync(1);
        await database.WriteAsync(w => sessions.EndAsync(w, ada.PrincipalId, ended.PublicId), Now);
        StartedSession later = await StartAsync(40);
        StartedSession last = await StartAsync(45);
        Assert.Equal(
            [last.PublicId, later.PublicId],
            await database.ReadAsync(r => r.QueryAsync<string>("SELECT public_id FROM sessions ORDER BY created_at DESC"), Now));
        Assert.NotEqual(first.Secret, last.Secret);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Being_seen_is_written_once_a_minute(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        SettableClock clock = new();
        SessionStore sessions = new(database, clock);
        using AccountStore store = Store(database);
        AccountRecord ada = New("ada");
        await store.CreateAsync(ada, Now);
        StartedSession session = await database.WriteAsync(w => sessions.StartAsync(w, ada.PrincipalId, Actor.CommandLine), Now);
        async Task<long> SeenAsync(TimeSpan later)
        {
            clock.Back = -later;
            await sessions.FindAsync(session.Secret, Now);
            return await database.ReadAsync(r => r.ScalarAsync<long>("SELECT last_seen_at - created_at FROM sessions"), Now);
        }

        Assert.Equal(0, await SeenAsync(TimeSpan.FromSeconds(50)));
        Assert.InRange(await SeenAsync(TimeSpan.FromSeconds(70)), 70_000, 90_000);
        Assert.InRange(await SeenAsync(TimeSpan.FromSeconds(100)), 70_000, 90_000);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Of_twenty_who_take_a_link_one_gets_it(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        OneTimeLinks links = new(TimeProvider.System);
        string token = await database.WriteAsync(w => links.IssueAsync(w, LinkPurpose.SetUp, null, TimeSpan.FromHours(1)), Now);
        Assert.NotNull(await database.ReadAsync(r => links.PeekAsync(r, LinkPurpose.SetUp, token), Now));
        OneTimeLink?[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            database.WriteAsync(w => links.TakeAsync(w, LinkPurpose.SetUp, token), Now)));
        Assert.Single(taken, t => t is not null);
        Assert.Null(await database.ReadAsync(r => links.PeekAsync(r, LinkPurpose.SetUp, token), Now));
        foreach (string? nothing in (string?[])[null, "", new string('x', 65), "\0"])
        {
            Assert.Null(await database.WriteAsync(w => links.TakeAsync(w, LinkPurpose.SetUp, nothing), Now));
        }
    }

    private static AccountStore Store(Database database) => new(database, TimeProvider.System, new IdentityErrorDescriber());

    private static AccountRecord New(string name) => new()
    {
        Name = name, Email = $"{name}@example.test", PasswordHash = "hash", SecurityStamp = "stamp", EmailConfirmedAt = 1,
    };
}
