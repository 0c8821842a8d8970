using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Keys of an organization itself, and what its administrators see and do about those of its members.</summary>
public sealed class OrganizationKeyTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task An_administrator_makes_a_key_that_outlives_its_maker(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        (long team, long ada, long max) = await TeamAsync(world);
        long eve = await world.PersonAsync("eve");
        await world.JoinAsync(team, eve, "admin");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team), Stop);
        Assert.Empty(made.Problems);
        PresentedKey key = (await world.PresentAsync(made.Secret!.Reveal())).Key!;
        Assert.Equal((team, 1L, "team"), (key.PrincipalId, key.PrincipalKind, key.PrincipalName));
        Assert.Null(Assert.Single(key.Scopes).MembershipId);
        Assert.Equal(["ada@example.com: The API key 'CI' was created", "eve@example.com: The API key 'CI' was created"], (await world.LettersAsync()).Order());
        Assert.Contains($"{KeyWorld.Site}/organization/team/keys", await world.AskAsync<string>("SELECT text_body FROM mail_outbox"), StringComparison.Ordinal);

        await world.SqlAsync("UPDATE memberships SET ended_at = @Now WHERE user_id = @ada", new { world.Now, ada });
        Assert.True((await world.PresentAsync(made.Secret.Reveal())).IsValid);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<ListKeys>().RunAsync(KeyWorld.As(ada), team, Stop));
        KeyDetails listed = Assert.Single(await world.Get<ListKeys>().RunAsync(KeyWorld.As(eve), team, Stop));
        Assert.Equal(("ada", "team", 1L), (listed.CreatorName, listed.PrincipalName, listed.PrincipalKind));
        IssueAnswer renewed = (await world.Get<RegenerateKey>().RunAsync(KeyWorld.As(eve), team, made.PublicId!, TimeSpan.Zero, null, KeyWorld.Site, Stop))!;
        Assert.True((await world.PresentAsync(renewed.Secret!.Reveal())).IsValid);
        Assert.Empty((await world.Get<EditKey>().RunAsync(KeyWorld.As(eve), team, made.PublicId!, new KeyChange { Name = "x" }, KeyWorld.Site, Stop))!.Problems);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Issue.RunAsync(KeyWorld.As(max), Own(world, team), Stop));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Get<EndKey>().RevokeAsync(KeyWorld.As(max), team, made.PublicId!, null, KeyWorld.Site, Stop));
    }

    [Theory]
    [InlineData("max_key_days = 30", "expiry")]
    [InlineData("key_actions = 'unlist,read'", "actions")]
    [InlineData("key_actions = ''", "actions")]
    [InlineData("second_factor_required = 1", "owner")]
    public async Task The_policy_holds_for_own_keys_and_members_keys(string policy, string field)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (long team, long ada, long max) = await TeamAsync(world);
        IssueAnswer own = await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team), Stop);
        IssueAnswer members = await world.Issue.RunAsync(KeyWorld.As(max), Own(world, team) with { PrincipalId = max }, Stop);
        await world.SqlAsync($"UPDATE organizations SET {policy}");
        Assert.Equal([field], (await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team), Stop)).Problems.Select(p => p.Field).Distinct());
        Assert.Equal([field], (await world.Issue.RunAsync(KeyWorld.As(max), Own(world, team) with { PrincipalId = max }, Stop)).Problems.Select(p => p.Field).Distinct());
        foreach ((long person, long principal, string id) in ((long, long, string)[])[(ada, team, own.PublicId!), (max, max, members.PublicId!)])
        {
            IssueAnswer renewed = (await world.Get<RegenerateKey>().RunAsync(KeyWorld.As(person), principal, id, TimeSpan.Zero, null, KeyWorld.Site, Stop))!;
            if (field == "expiry")
            {
                Assert.Equal(world.Now + (30L * 86_400_000), renewed.ExpiresAt);
            }
            else
            {
                Assert.Equal(field, Assert.Single(renewed.Problems).Field);
            }
        }
    }

    [Fact]
    public async Task An_administrator_alone_makes_keys_where_the_policy_says_so()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (long team, long ada, long max) = await TeamAsync(world);
        await world.SqlAsync("UPDATE organizations SET key_makers = 'admins'");
        Assert.Equal("owner", Assert.Single((await world.Issue.RunAsync(KeyWorld.As(max), Own(world, team) with { PrincipalId = max }, Stop)).Problems).Field);
        Assert.Empty((await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team) with { PrincipalId = ada }, Stop)).Problems);
        KeyOwner[] owners = [.. await world.Get<ListKeys>().OwnersAsync(KeyWorld.As(max), max, Stop)];
        Assert.Null(owners[0].Problem);
        Assert.Contains("team", owners[1].Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal([false, true], (await world.Get<ListKeys>().OwnersAsync(KeyWorld.As(ada), ada, Stop)).Select(o => o.IsAdmin));
    }

    [Fact]
    public async Task A_second_factor_opens_what_the_policy_closes()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (long team, long ada, _) = await TeamAsync(world);
        await world.SqlAsync("UPDATE organizations SET second_factor_required = 1");
        await world.SqlAsync("UPDATE users SET two_factor_enabled = 1 WHERE principal_id = @ada", new { ada });
        Assert.Empty((await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team), Stop)).Problems);
    }

    [Fact]
    public async Task A_key_of_an_organization_acts_for_nobody_else()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (long team, long ada, _) = await TeamAsync(world);
        Assert.Equal("owner", Assert.Single((await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team) with { OwnerId = ada }, Stop)).Problems).Field);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Administrators_see_filter_and_revoke_all_keys_that_act_for_it(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        (long team, long ada, long max) = await TeamAsync(world);
        await world.IssueAsync(Own(world, team) with { PrincipalId = max, Name = "of max", LifetimeDays = 5 });
        string own = (await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team) with { Name = "of team" }, Stop)).PublicId!;
        string members = await world.AskAsync<string>("SELECT public_id FROM api_keys WHERE name = 'of max'") ?? "";
        await world.IssueAsync(world.Request(max) with { Name = "private" });
        string personal = await world.AskAsync<string>("SELECT public_id FROM api_keys WHERE name = 'private'") ?? "";
        OrganizationKeys keys = world.Get<OrganizationKeys>();

        OrganizationKeyPage all = await keys.PageAsync(KeyWorld.As(ada), team, new OrganizationKeyFilter(), 1, cancellation: Stop);
        Assert.Equal(["of max", "of team"], all.Keys.Select(k => k.Name));
        Assert.Equal((2, 1, 1), (all.Total, all.States[KeyState.Expiring], all.States[KeyState.Active]));
        Assert.Equal(["max", "team"], all.Holders);
        Assert.Equal(["of max"], await NamesAsync(new OrganizationKeyFilter(State: KeyState.Expiring)));
        Assert.Equal(["of team"], await NamesAsync(new OrganizationKeyFilter(Holder: "TEAM")));
        Assert.Equal(["of max"], await NamesAsync(new OrganizationKeyFilter(Text: "F MAX")));
        Assert.Equal(2, (await NamesAsync(new OrganizationKeyFilter(Text: "contoso"))).Count);
        Assert.Equal(["of team"], (await keys.PageAsync(KeyWorld.As(ada), team, new OrganizationKeyFilter(), 2, 1, Stop)).Keys.Select(k => k.Name));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => keys.PageAsync(KeyWorld.As(max), team, new OrganizationKeyFilter(), 1, cancellation: Stop));

        EndKey end = world.Get<EndKey>();
        Assert.Null(await end.RevokeAsync(KeyWorld.As(ada), team, [members, personal], "clean up", KeyWorld.Site, Stop));
        Assert.Equal(0, await world.AskAsync<long>("SELECT count(*) FROM api_keys WHERE revoked_at IS NOT NULL"));
        Assert.False(await end.DeleteAsync(KeyWorld.As(ada), team, members, KeyWorld.Site, Stop));
        Assert.Null(await world.Get<RegenerateKey>().RunAsync(KeyWorld.As(ada), team, members, TimeSpan.Zero, null, KeyWorld.Site, Stop));
        Assert.Equal(2, await end.RevokeAsync(KeyWorld.As(ada), team, [members, own, own], "clean up", KeyWorld.Site, Stop));
        Assert.Equal(0, await end.RevokeAsync(KeyWorld.As(ada), team, [members, own], "clean up", KeyWorld.Site, Stop));
        Assert.Equal(2, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'key.revoked'"));
        Assert.Contains("max@example.com: The API key 'of max' was revoked", await world.LettersAsync());
        Assert.Contains("ada@example.com: The API key 'of max' was revoked", await world.LettersAsync());
        Assert.Equal(KeyState.Revoked, (await world.Get<ListKeys>().FindAsync(KeyWorld.As(max), max, members, Stop))!.StateAt(world.Now));

        async Task<List<string>> NamesAsync(OrganizationKeyFilter filter) =>
            [.. (await keys.PageAsync(KeyWorld.As(ada), team, filter, 1, cancellation: Stop)).Keys.Select(k => k.Name)];
    }

    [Fact]
    public async Task The_table_to_download_has_a_cell_for_each_column_and_runs_no_formula()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        (long team, long ada, _) = await TeamAsync(world);
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ada), Own(world, team) with { Name = "=1+1", Addresses = ["10.0.0.0/8"], Versions = ["1.0"] }, Stop);
        List<IReadOnlyList<string?>> rows = [];
        await foreach (IReadOnlyList<string?> row in world.Get<OrganizationKeys>().CsvAsync(KeyWorld.As(ada), team, new OrganizationKeyFilter(), Stop))
        {
            rows.Add(row);
        }

        IReadOnlyList<string?> only = Assert.Single(rows);
        Assert.Equal(OrganizationKeys.CsvHeader().Count, only.Count);
        Assert.Equal([made.PublicId, "=1+1"], only.Take(2));
        Assert.Contains("push", only);
        Assert.Contains("Contoso.*", only);
        Assert.Contains("10.0.0.0/8", only);
        Assert.DoesNotContain(made.Secret!.Reveal()[12..], CsvWriter.Row(only), StringComparison.Ordinal);
        Assert.Contains("\"'=1+1\"", CsvWriter.Row(only), StringComparison.Ordinal);
    }

    private static KeyRequest Own(KeyWorld world, long team) => world.Request(team) with { OwnerId = team };

    private static async Task<(long Team, long Admin, long Member)> TeamAsync(KeyWorld world)
    {
        long team = await world.OrganizationAsync("team");
        long ada = await world.PersonAsync("ada");
        long max = await world.PersonAsync("max");
        await world.JoinAsync(team, ada, "admin");
        await world.JoinAsync(team, max);
        return (team, ada, max);
    }
}
