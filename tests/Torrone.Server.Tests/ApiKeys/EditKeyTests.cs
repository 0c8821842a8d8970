using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Changing what a key may do.</summary>
public sealed class EditKeyTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task An_edit_says_what_it_changes_before_and_then_changes_it(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        await world.OwnAsync(ann, "Contoso.Json", "Contoso.Xml", "Fabrikam", "Tailspin");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with
        {
            Actions = [KeyAction.PushVersion, KeyAction.Unlist], Globs = ["Fabrikam.*"], PackageIds = ["Fabrikam"], Addresses = ["10.0.0.0/8"],
        }, Stop);
        KeyChange change = new()
        {
            Name = "CI 2", Actions = [KeyAction.Push, KeyAction.Unlist], Globs = ["Contoso.*"], PackageIds = ["fabrikam"],
            Addresses = ["10.0.0.0/8", "192.0.2.7"], Versions = ["1.0"], SingleUse = true,
        };
        EditAnswer preview = (await Edit(world).PreviewAsync(KeyWorld.As(ann), ann, made.PublicId!, change, Stop))!;
        Assert.Empty(preview.Problems);
        Assert.Equal("CI 2", preview.Diff.Name);
        Assert.Equal([KeyAction.Push], preview.Diff.AddedActions);
        Assert.Equal([KeyAction.PushVersion], preview.Diff.RemovedActions);
        Assert.Equal(["Contoso.*"], preview.Diff.AddedSubjects);
        Assert.Equal(["Fabrikam.*"], preview.Diff.RemovedSubjects);
        Assert.Equal(["192.0.2.7/32"], preview.Diff.AddedAddresses);
        Assert.Empty(preview.Diff.RemovedAddresses);
        Assert.Equal(["1.0.0"], preview.Diff.AddedVersions);
        Assert.True(preview.Diff.SingleUse);
        Assert.Equal((1, 3), (preview.Diff.ReachBefore, preview.Diff.ReachAfter));
        Assert.Equal("CI", (await FindAsync(world, ann, made)).Name);

        EditAnswer saved = (await Edit(world).RunAsync(KeyWorld.As(ann), ann, made.PublicId!, change, KeyWorld.Site, Stop))!;
        Assert.Empty(saved.Problems);
        KeyDetails key = await FindAsync(world, ann, made);
        Assert.Equal("CI 2", key.Name);
        Assert.Equal([KeyAction.Push, KeyAction.Unlist], key.Actions);
        Assert.Equal(["Contoso.*"], key.Globs);
        Assert.Equal(["fabrikam"], key.PackageIds);
        Assert.Equal(["10.0.0.0/8", "192.0.2.7/32"], key.Addresses);
        Assert.Equal(["1.0.0"], key.Versions);
        Assert.Equal((1, made.ExpiresAt), (key.SingleUse, key.ExpiresAt));
        Assert.True((await world.PresentAsync(made.Secret!.Reveal(), address: System.Net.IPAddress.Parse("192.0.2.7"))).Key!.Scopes.All(s => s.Covers("Contoso.A") || s.Covers("Fabrikam")));
        Assert.Equal(["ann@example.com: The API key 'CI' was created", "ann@example.com: The API key 'CI 2' was edited"], await world.LettersAsync());
        string letter = (await world.AskAsync<string>("SELECT text_body FROM mail_outbox ORDER BY id DESC LIMIT 1"))!;
        Assert.Contains("Added: push new packages and new versions, Contoso.*, 192.0.2.7/32, 1.0.0.", letter, StringComparison.Ordinal);
        Assert.Contains("Removed: push new versions of existing packages, Fabrikam.*.", letter, StringComparison.Ordinal);
        Assert.Contains("Fabrikam.*", await world.AskAsync<string>("SELECT before_value FROM audit WHERE action = 'key.edited'"), StringComparison.Ordinal);
        Assert.Contains("Contoso.*", await world.AskAsync<string>("SELECT after_value FROM audit WHERE action = 'key.edited'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_is_checked_like_a_new_key_and_changes_nothing_when_refused()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        EditAnswer refused = await RunAsync(world, ann, made, new KeyChange
        {
            Name = "", Actions = [], Globs = ["a b"], PackageIds = [], Addresses = ["10.0.0.0/33"], Versions = ["one"],
        });
        Assert.Equal(["actions", "addresses", "name", "subjects", "versions"], refused.Problems.Select(p => p.Field).Order());
        KeyDetails key = await FindAsync(world, ann, made);
        Assert.Equal(("CI", "Contoso.*"), (key.Name, Assert.Single(key.Globs)));
        Assert.Equal(0, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.edited'"));
    }

    [Fact]
    public async Task An_edit_without_a_change_leaves_no_trace()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.True((await RunAsync(world, ann, made, new KeyChange { Name = " CI ", Globs = ["contoso.*"] })).Diff.IsEmpty);
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM audit"));
        Assert.Single(await world.LettersAsync());
    }

    [Fact]
    public async Task An_edit_needs_a_fresh_proof()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        world.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("proof", Assert.Single((await RunAsync(world, ann, made, new KeyChange { Name = "x" })).Problems).Field);
        Assert.Equal("CI", (await FindAsync(world, ann, made)).Name);
    }

    [Fact]
    public async Task An_edit_keeps_the_end_or_brings_it_nearer_where_the_policy_says_so()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        world.Clock.Advance(TimeSpan.FromDays(10));
        await world.ProveAsync(ann);
        await RunAsync(world, ann, made, new KeyChange { Name = "x" });
        Assert.Equal(made.ExpiresAt, (await FindAsync(world, ann, made)).ExpiresAt);
        world.Settings.Accounts.MaxKeyDays = 30;
        Assert.Equal(world.Now + (30L * 86_400_000), (await RunAsync(world, ann, made, new KeyChange { Name = "y" })).Diff.ExpiresAt);
        Assert.Equal(world.Now + (30L * 86_400_000), (await FindAsync(world, ann, made)).ExpiresAt);
    }

    [Theory]
    [InlineData("UPDATE api_keys SET revoked_at = 1")]
    [InlineData("UPDATE api_keys SET frozen_at = 1")]
    [InlineData("UPDATE api_keys SET held_at = 1")]
    [InlineData("UPDATE api_keys SET used_up_at = 1")]
    [InlineData("UPDATE principals SET locked_at = 1")]
    public async Task A_key_that_is_ended_or_held_back_is_neither_edited_nor_renewed(string change)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        await world.SqlAsync(change);
        Assert.NotEmpty((await RunAsync(world, ann, made, new KeyChange { Name = "x" })).Problems);
        Assert.NotEmpty((await world.Get<RegenerateKey>().RunAsync(KeyWorld.As(ann), ann, made.PublicId!, TimeSpan.Zero, null, KeyWorld.Site, Stop))!.Problems);
        Assert.Equal("CI", await world.AskAsync<string>("SELECT name FROM api_keys"));
    }

    [Fact]
    public async Task A_key_that_only_reads_stays_one()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with { Actions = [KeyAction.Read] }, Stop);
        Assert.Equal("actions", Assert.Single((await RunAsync(world, ann, made, new KeyChange { Actions = [KeyAction.Read, KeyAction.Push] })).Problems).Field);
        Assert.Equal([KeyAction.Read], (await FindAsync(world, ann, made)).Actions);
    }

    [Fact]
    public async Task Nobody_edits_anothers_key()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        long bob = await world.PersonAsync("bob");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        Assert.Null(await Edit(world).RunAsync(KeyWorld.As(bob), bob, made.PublicId!, new KeyChange { Name = "x" }, KeyWorld.Site, Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            Edit(world).RunAsync(KeyWorld.As(bob), ann, made.PublicId!, new KeyChange { Name = "x" }, KeyWorld.Site, Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Edit(world).PreviewAsync(KeyWorld.As(bob), ann, made.PublicId!, new KeyChange(), Stop));
    }

    private static EditKey Edit(KeyWorld world) => world.Get<EditKey>();

    private static async Task<EditAnswer> RunAsync(KeyWorld world, long person, IssueAnswer made, KeyChange change) =>
        (await Edit(world).RunAsync(KeyWorld.As(person), person, made.PublicId!, change, KeyWorld.Site, Stop))!;

    private static async Task<KeyDetails> FindAsync(KeyWorld world, long person, IssueAnswer made) =>
        (await world.Get<ListKeys>().FindAsync(KeyWorld.As(person), person, made.PublicId!, Stop))!;
}
