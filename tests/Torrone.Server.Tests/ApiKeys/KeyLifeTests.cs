using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Regenerating, revoking, deleting and listing.</summary>
public sealed class KeyLifeTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_new_secret_kills_the_old_one_and_starts_the_chosen_life_again(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with { LifetimeDays = 30 }, Stop);
        world.Clock.Advance(TimeSpan.FromDays(40));
        await world.ProveAsync(ann);
        Assert.Equal("key-expired", (await world.PresentAsync(made.Secret!.Reveal())).Refusal!.Code);

        IssueAnswer renewed = (await RegenerateAsync(world, ann, made.PublicId!))!;
        Assert.Equal(world.Now + (30L * 86_400_000), renewed.ExpiresAt);
        Assert.True((await world.PresentAsync(renewed.Secret!.Reveal())).IsValid);
        Assert.Equal("key-unknown", (await world.PresentAsync(made.Secret.Reveal())).Refusal!.Code);
        Assert.Equal(["key.created", "key.regenerated"], await world.ListAsync("SELECT action FROM audit ORDER BY id"));
        Assert.Contains("regenerated", await world.AskAsync<string>("SELECT subject FROM mail_outbox ORDER BY id DESC LIMIT 1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_life_is_never_longer_than_the_policy_of_today()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with { LifetimeDays = 365 }, Stop);
        world.Settings.Accounts.MaxKeyDays = 30;
        Assert.Equal(world.Now + (30L * 86_400_000), (await RegenerateAsync(world, ann, made.PublicId!))!.ExpiresAt);
    }

    [Fact]
    public async Task A_regenerate_form_sent_twice_changes_the_secret_once()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer first = (await RegenerateAsync(world, ann, made.PublicId!, "0123456789abcdef"))!;
        IssueAnswer again = (await RegenerateAsync(world, ann, made.PublicId!, "0123456789abcdef"))!;
        Assert.True(again.AlreadyMade);
        Assert.Null(again.Secret);
        Assert.True((await world.PresentAsync(first.Secret!.Reveal())).IsValid);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Of_several_at_once_one_secret_is_left(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer?[] renewed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RegenerateAsync(world, ann, made.PublicId!))));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_key_secrets"));
        KeyAnswer[] presented = await Task.WhenAll(renewed.Select(r => world.PresentAsync(r!.Secret!.Reveal())));
        Assert.Single(presented, p => p.IsValid);
    }

    [Fact]
    public async Task A_revoked_key_says_so_and_stays_dead()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.True(await world.Get<EndKey>().RevokeAsync(KeyWorld.As(ann), ann, made.PublicId!, "leaked", KeyWorld.Site, Stop));
        Assert.Equal("key-revoked", (await world.PresentAsync(made.Secret!.Reveal())).Refusal!.Code);
        IssueAnswer renewed = (await RegenerateAsync(world, ann, made.PublicId!))!;
        Assert.Null(renewed.Secret);
        Assert.Single(renewed.Problems);
        KeyDetails listed = Assert.Single(await world.Get<ListKeys>().RunAsync(KeyWorld.As(ann), ann, Stop));
        Assert.Equal((KeyState.Revoked, "leaked", "ann"), (listed.StateAt(world.Now), listed.RevokedReason, listed.RevokedByName));
        Assert.True(await world.Get<EndKey>().RevokeAsync(KeyWorld.As(ann), ann, made.PublicId!, "again", KeyWorld.Site, Stop));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.revoked'"));
    }

    [Fact]
    public async Task A_proof_older_than_thirty_minutes_makes_no_secret()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        world.Clock.Advance(TimeSpan.FromMinutes(29));
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.NotNull(made.Secret);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("proof", Assert.Single((await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop)).Problems).Field);
        Assert.Equal("proof", Assert.Single((await RegenerateAsync(world, ann, made.PublicId!))!.Problems).Field);
        Assert.True((await world.PresentAsync(made.Secret!.Reveal())).IsValid);
        Assert.Equal("proof", Assert.Single((await world.Issue.RunAsync(
            KeyWorld.As(ann) with { SessionPublicId = null }, world.Request(ann), Stop)).Problems).Field);
        await world.ProveAsync(ann);
        Assert.NotNull((await RegenerateAsync(world, ann, made.PublicId!))!.Secret);
    }

    [Fact]
    public async Task A_deleted_key_is_gone_with_its_secret()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.True(await world.Get<EndKey>().DeleteAsync(KeyWorld.As(ann), ann, made.PublicId!, KeyWorld.Site, Stop));
        Assert.Equal("key-unknown", (await world.PresentAsync(made.Secret!.Reveal())).Refusal!.Code);
        Assert.Empty(await world.Get<ListKeys>().RunAsync(KeyWorld.As(ann), ann, Stop));
        Assert.Equal(0, await world.AskAsync<long>("SELECT count(*) FROM api_key_secrets"));
        Assert.Contains("deleted", await world.AskAsync<string>("SELECT subject FROM mail_outbox ORDER BY id DESC LIMIT 1"), StringComparison.Ordinal);
        Assert.False(await world.Get<EndKey>().DeleteAsync(KeyWorld.As(ann), ann, made.PublicId!, KeyWorld.Site, Stop));
    }

    [Fact]
    public async Task Nobody_sees_or_touches_anothers_key()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        long bob = await world.PersonAsync("bob");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.Null(await RegenerateAsync(world, bob, made.PublicId!));
        Assert.False(await world.Get<EndKey>().DeleteAsync(KeyWorld.As(bob), bob, made.PublicId!, KeyWorld.Site, Stop));
        Assert.False(await world.Get<EndKey>().RevokeAsync(KeyWorld.As(bob), bob, made.PublicId!, null, KeyWorld.Site, Stop));
        Assert.Null(await world.Get<ListKeys>().FindAsync(KeyWorld.As(bob), bob, made.PublicId!, Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<ListKeys>().RunAsync(KeyWorld.As(bob), ann, Stop));
        Assert.True((await world.PresentAsync(made.Secret!.Reveal())).IsValid);
    }

    [Fact]
    public async Task What_needs_attention_is_listed_first()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        await world.IssueAsync(world.Request(ann) with { Name = "expired", LifetimeDays = 1 });
        await world.IssueAsync(world.Request(ann) with { Name = "b active", LifetimeDays = 90 });
        await world.IssueAsync(world.Request(ann) with { Name = "expiring", LifetimeDays = 16 });
        await world.IssueAsync(world.Request(ann) with { Name = "a active", LifetimeDays = 90, Globs = ["A", "B"], PackageIds = ["C"] });
        world.Clock.Advance(TimeSpan.FromDays(2));
        IReadOnlyList<KeyDetails> keys = await world.Get<ListKeys>().RunAsync(KeyWorld.As(ann), ann, Stop);
        Assert.Equal(["expiring", "expired", "a active", "b active"], keys.Select(k => k.Name));
        Assert.Equal(["A", "B"], keys[2].Globs);
        Assert.Equal(["C"], keys[2].PackageIds);
        Assert.Equal([KeyAction.Push], keys[2].Actions);
        Assert.Equal("ann", keys[2].OwnerName);
        Assert.Equal(2, await world.Get<ListKeys>().CountNeedingAttentionAsync(KeyWorld.As(ann), ann, Stop));
    }

    private static Task<IssueAnswer?> RegenerateAsync(KeyWorld world, long person, string publicId, string? nonce = null) =>
        world.Get<RegenerateKey>().RunAsync(KeyWorld.As(person), person, publicId, TimeSpan.Zero, nonce, KeyWorld.Site, Stop);
}
