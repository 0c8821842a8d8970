using System.Net;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Keys that a key with the action manage-keys makes, renews and ends.</summary>
public sealed class KeyChildTests(Engines engines)
{
    private static readonly IPAddress Build = IPAddress.Parse("10.200.0.1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_key_makes_renews_and_ends_its_own_keys_alone(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer other = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with { Name = "other" }, Stop);
        KeyCaller parent = await ParentAsync(world, ann);
        IssueAnswer child = await world.Issue.RunAsync(parent, Child(world, ann), Stop);
        Assert.Empty(child.Problems);
        Assert.True((await PresentAsync(world, child.Secret!.Reveal())).IsValid);
        KeyDetails listed = Assert.Single(await world.Get<ListKeys>().RunAsync(parent, ann, Stop));
        Assert.Equal((child.PublicId, parent.Key!.PublicId, "parent"), (listed.PublicId, listed.ParentPublicId, listed.ParentName));
        Assert.Contains("It was made by the key 'parent'.", await world.AskAsync<string>("SELECT text_body FROM mail_outbox ORDER BY id DESC LIMIT 1"), StringComparison.Ordinal);

        IssueAnswer renewed = (await world.Get<RegenerateKey>().RunAsync(parent, ann, child.PublicId!, TimeSpan.Zero, null, KeyWorld.Site, Stop))!;
        Assert.True((await PresentAsync(world, renewed.Secret!.Reveal())).IsValid);
        Assert.False((await PresentAsync(world, child.Secret.Reveal())).IsValid);

        foreach (string foreign in (string[])[other.PublicId!, parent.Key.PublicId])
        {
            Assert.Null(await world.Get<RegenerateKey>().RunAsync(parent, ann, foreign, TimeSpan.Zero, null, KeyWorld.Site, Stop));
            Assert.False(await world.Get<EndKey>().RevokeAsync(parent, ann, foreign, null, KeyWorld.Site, Stop));
            Assert.False(await world.Get<EndKey>().DeleteAsync(parent, ann, foreign, KeyWorld.Site, Stop));
            Assert.False(await world.Get<EndOldSecret>().RunAsync(parent, ann, foreign, Stop));
            Assert.Null(await world.Get<ListKeys>().FindAsync(parent, ann, foreign, Stop));
            Assert.Null(await world.Get<KeyHistory>().DailyAsync(parent, ann, foreign, Stop));
        }

        Assert.True(await world.Get<EndKey>().RevokeAsync(parent, ann, child.PublicId!, null, KeyWorld.Site, Stop));
        Assert.Equal("key-revoked", (await PresentAsync(world, renewed.Secret.Reveal())).Refusal!.Code);
        Assert.Equal(parent.Key.PublicId, await world.AskAsync<string>("SELECT key_public_id FROM audit WHERE action = 'key.revoked'"));
    }

    [Fact]
    public async Task A_child_is_narrower_in_every_dimension_or_not_made()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        long team = await world.OrganizationAsync("team");
        await world.JoinAsync(team, ann);
        KeyCaller parent = await ParentAsync(world, ann);
        await RefusedAsync("owner", Child(world, ann) with { OwnerId = team });
        await RefusedAsync("actions", Child(world, ann) with { Actions = [KeyAction.ManageKeys] });
        await RefusedAsync("actions", Child(world, ann) with { Actions = [KeyAction.Unlist] });
        await RefusedAsync("subjects", Child(world, ann) with { Globs = ["*"] });
        await RefusedAsync("subjects", Child(world, ann) with { Globs = ["Contoso.*", "Fabrikam"] });
        await RefusedAsync("addresses", Child(world, ann) with { Addresses = ["10.0.0.0/7"] });
        await RefusedAsync("versions", Child(world, ann) with { Versions = ["2.0.0"] });
        await RefusedAsync("expiry", Child(world, ann) with { LifetimeDays = 91 });
        await RefusedAsync("expiry", Child(world, ann) with { ExpiresAt = parent.Key!.ExpiresAt + 1 });
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_keys"));

        IssueAnswer same = await world.Issue.RunAsync(parent, Child(world, ann) with { ExpiresAt = parent.Key!.ExpiresAt }, Stop);
        Assert.Empty(same.Problems);
        KeyDetails child = (await world.Get<ListKeys>().FindAsync(parent, ann, same.PublicId!, Stop))!;
        Assert.Equal(["10.0.0.0/8"], child.Addresses);
        Assert.Equal(["1.0.0"], child.Versions);

        async Task RefusedAsync(string field, KeyRequest request) =>
            Assert.Contains(field, (await world.Issue.RunAsync(parent, request, Stop)).Problems.Select(p => p.Field));
    }

    [Fact]
    public async Task A_renewed_child_ends_with_its_maker_at_the_latest()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        KeyCaller parent = await ParentAsync(world, ann);
        IssueAnswer child = await world.Issue.RunAsync(parent, Child(world, ann) with { LifetimeDays = 80 }, Stop);
        world.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal(parent.Key!.ExpiresAt, (await world.Get<RegenerateKey>().RunAsync(parent, ann, child.PublicId!, TimeSpan.Zero, null, KeyWorld.Site, Stop))!.ExpiresAt);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("delete")]
    [InlineData("give back")]
    public async Task With_a_key_end_the_keys_it_made(string how)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        KeyCaller parent = await ParentAsync(world, ann);
        string child = (await world.Issue.RunAsync(parent, Child(world, ann), Stop)).Secret!.Reveal();
        EndKey end = world.Get<EndKey>();
        Assert.True(how switch
        {
            "revoke" => await end.RevokeAsync(KeyWorld.As(ann), ann, parent.Key!.PublicId, null, KeyWorld.Site, Stop),
            "delete" => await end.DeleteAsync(KeyWorld.As(ann), ann, parent.Key!.PublicId, KeyWorld.Site, Stop),
            _ => await end.RevokePresentedAsync(parent.Key!, parent.Who, leaked: false, KeyWorld.Site, Stop),
        });
        Assert.Equal("key-revoked", (await PresentAsync(world, child)).Refusal!.Code);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Issue.RunAsync(parent, Child(world, ann), Stop));
    }

    [Fact]
    public async Task A_narrowed_key_ends_the_keys_that_would_be_wider()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        KeyCaller parent = await ParentAsync(world, ann);
        IssueAnswer narrow = await world.Issue.RunAsync(parent, Child(world, ann) with { Name = "narrow", Globs = ["Contoso.Json.*"] }, Stop);
        IssueAnswer wide = await world.Issue.RunAsync(parent, Child(world, ann) with { Name = "wide" }, Stop);
        Assert.Empty((await world.Get<EditKey>().RunAsync(
            KeyWorld.As(ann), ann, parent.Key!.PublicId, new KeyChange { Globs = ["Contoso.Json.*"] }, KeyWorld.Site, Stop))!.Problems);
        Assert.True((await PresentAsync(world, narrow.Secret!.Reveal())).IsValid);
        Assert.Equal("key-revoked", (await PresentAsync(world, wide.Secret!.Reveal())).Refusal!.Code);
        Assert.Equal("The key that made it was narrowed", await world.AskAsync<string>("SELECT revoked_reason FROM api_keys WHERE revoked_at IS NOT NULL"));
    }

    [Theory]
    [InlineData("UPDATE api_keys SET revoked_at = 1")]
    [InlineData("UPDATE api_keys SET frozen_at = 1")]
    [InlineData("UPDATE api_keys SET expires_at = 1")]
    [InlineData("UPDATE api_key_scopes SET action = 'push'")]
    [InlineData("DELETE FROM api_key_secrets")]
    [InlineData("UPDATE principals SET locked_at = 1")]
    public async Task A_key_that_is_no_longer_good_manages_nothing(string change)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        KeyCaller parent = await ParentAsync(world, ann);
        await world.SqlAsync(change);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Issue.RunAsync(parent, Child(world, ann), Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<ListKeys>().RunAsync(parent, ann, Stop));
    }

    [Fact]
    public async Task A_key_neither_edits_nor_releases_nor_reaches_other_principals()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        long bob = await world.PersonAsync("bob");
        KeyCaller parent = await ParentAsync(world, ann);
        string child = (await world.Issue.RunAsync(parent, Child(world, ann), Stop)).PublicId!;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<EditKey>().RunAsync(parent, ann, child, new KeyChange { Name = "x" }, KeyWorld.Site, Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<ReleaseKey>().RunAsync(parent, ann, child, KeyWorld.Site, Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Issue.RunAsync(parent, Child(world, bob), Stop));
    }

    [Fact]
    public async Task Keys_of_a_key_that_are_over_use_up_its_makers_number_alone()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        KeyCaller parent = await ParentAsync(world, ann);
        await world.SqlAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, parent_id, name, created_at, expires_at, lifetime_days)
            SELECT 'k' || i, 'p', @ann, @ann, @parent, 'k', 1, 1, 1 FROM n
            """, new { ann, parent = parent.Key!.KeyId });
        Assert.Equal("", Assert.Single((await world.Issue.RunAsync(parent, Child(world, ann), Stop)).Problems).Field);
        await world.SqlAsync("UPDATE api_keys SET deleted_at = 1 WHERE public_id = 'k1'");
        Assert.Empty((await world.Issue.RunAsync(parent, Child(world, ann), Stop)).Problems);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_week_after_its_end_a_made_key_is_cleared_away(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        KeyCaller parent = await ParentAsync(world, ann);
        await world.IssueAsync(world.Request(ann) with { Name = "a person's", LifetimeDays = 1 });
        await world.Issue.RunAsync(parent, Child(world, ann) with { Name = "expired", LifetimeDays = 1 }, Stop);
        await world.Issue.RunAsync(parent, Child(world, ann) with { Name = "lives", LifetimeDays = 20 }, Stop);
        string revoked = (await world.Issue.RunAsync(parent, Child(world, ann) with { Name = "revoked", LifetimeDays = 20 }, Stop)).PublicId!;
        await world.Get<EndKey>().RevokeAsync(parent, ann, revoked, null, KeyWorld.Site, Stop);
        world.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await world.Get<FinishedKeys>().ClearAsync(Stop));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await world.Get<FinishedKeys>().ClearAsync(Stop));
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await world.Get<FinishedKeys>().ClearAsync(Stop));
        Assert.Equal(["a person's", "lives", "parent"], (await world.Get<ListKeys>().RunAsync(KeyWorld.As(ann), ann, Stop)).Select(k => k.Name).Order());
        Assert.Equal(3, await world.AskAsync<long>("SELECT count(*) FROM api_key_secrets"));
    }

    private static Task<KeyAnswer> PresentAsync(KeyWorld world, string secret) => world.PresentAsync(secret, address: Build);

    private static KeyRequest Child(KeyWorld world, long person) => world.Request(person) with { Name = "child", Actions = [KeyAction.PushVersion], LifetimeDays = 7 };

    private static async Task<KeyCaller> ParentAsync(KeyWorld world, long person) => await world.CallerAsync(await world.IssueAsync(world.Request(person) with
    {
        Name = "parent", Actions = [KeyAction.ManageKeys, KeyAction.Push], Addresses = ["10.1.2.3/8"], Versions = ["1.0"],
    }), Build);
}
