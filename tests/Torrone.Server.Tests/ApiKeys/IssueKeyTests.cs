using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Making a key: what is kept, what is told, and what is refused without leaving a trace.</summary>
public sealed class IssueKeyTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_key_is_kept_as_mac_scopes_audit_and_letter_and_the_secret_nowhere(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer answer = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with
        {
            Actions = [KeyAction.Push, KeyAction.Unlist], PackageIds = ["Fabrikam"],
        }, TestContext.Current.CancellationToken);
        Assert.Empty(answer.Problems);
        string secret = answer.Secret!.Reveal();
        Assert.Equal(world.Now + (90L * 86_400_000), answer.ExpiresAt);

        Assert.Equal(["push glob Contoso.*", "push id Fabrikam", "unlist glob Contoso.*", "unlist id Fabrikam"],
            await world.ListAsync("SELECT action || ' ' || subject_kind || ' ' || subject FROM api_key_scopes ORDER BY id"));
        Assert.Equal(32, (await world.AskAsync<byte[]>("SELECT hash FROM api_key_secrets"))!.Length);
        Assert.Equal(secret[8..12], await world.AskAsync<string>("SELECT hint FROM api_key_secrets"));
        Assert.Equal("key.created", await world.AskAsync<string>("SELECT action FROM audit WHERE target_id = @PublicId", new { answer.PublicId }));
        Assert.Equal("ann@example.com", await world.AskAsync<string>("SELECT recipient FROM mail_outbox"));
        string letter = (await world.AskAsync<string>("SELECT subject || text_body || html_body FROM mail_outbox"))!;
        Assert.Contains("'CI'", letter, StringComparison.Ordinal);
        Assert.Contains("https://packages.example.com/account/apikeys", letter, StringComparison.Ordinal);
        Assert.Contains("Contoso.*, Fabrikam", letter, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[12..], letter + await world.AskAsync<string>("SELECT after_value FROM audit"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_form_sent_twice_makes_one_key_and_shows_it_once(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        KeyRequest request = world.Request(ann) with { FormNonce = "0123456789abcdef" };
        IssueAnswer first = await world.Issue.RunAsync(KeyWorld.As(ann), request, TestContext.Current.CancellationToken);
        IssueAnswer again = await world.Issue.RunAsync(KeyWorld.As(ann), request, TestContext.Current.CancellationToken);
        Assert.NotNull(first.Secret);
        Assert.Null(again.Secret);
        Assert.True(again.AlreadyMade);
        Assert.Equal(first.PublicId, again.PublicId);
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_keys"));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM mail_outbox"));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_double_click_makes_one_key(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        KeyRequest request = world.Request(ann) with { FormNonce = "0123456789abcdef" };
        IssueAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => world.Issue.RunAsync(KeyWorld.As(ann), request))));
        Assert.Single(answers, a => a.Secret is not null);
        Assert.Equal(5, answers.Count(a => a.AlreadyMade && a.PublicId is not null));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_keys"));
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once_and_nothing_is_made()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        IssueAnswer answer = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann) with
        {
            Name = " ", OwnerId = 999, Actions = [], Globs = ["  "],
        }, TestContext.Current.CancellationToken);
        Assert.Equal(["actions", "name", "owner", "subjects"], answer.Problems.Select(p => p.Field).Order());
        Assert.Null(answer.Secret);
        await NothingWasMadeAsync(world);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(366)]
    public async Task A_life_outside_the_policy_is_refused(int days)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        await RefusedAsync(world, "expiry", world.Request(ann) with { LifetimeDays = days });
    }

    [Fact]
    public async Task What_is_too_much_or_no_pattern_is_refused()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        await RefusedAsync(world, "subjects", world.Request(ann) with { Globs = ["Contoso.?"] });
        await RefusedAsync(world, "subjects", world.Request(ann) with { Globs = [], PackageIds = ["Contoso.*"] });
        await RefusedAsync(world, "subjects", world.Request(ann) with { Globs = [.. Enumerable.Range(0, 51).Select(i => $"P{i}")] });
        await RefusedAsync(world, "name", world.Request(ann) with { Name = new string('n', 257) });
        await RefusedAsync(world, "name", world.Request(ann) with { Name = "two\nlines" });
        await RefusedAsync(world, "", world.Request(ann) with { FormNonce = "short" });
    }

    [Theory]
    [InlineData("UPDATE users SET email_confirmed_at = NULL")]
    [InlineData("UPDATE principals SET locked_at = 1")]
    [InlineData("UPDATE principals SET deleted_at = 1")]
    public async Task An_account_that_may_not_act_makes_no_keys(string change)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        await world.SqlAsync(change);
        await RefusedAsync(world, "", world.Request(ann));
    }

    [Fact]
    public async Task The_number_of_keys_is_bounded()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        await world.SqlAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
            INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, name, created_at, expires_at, lifetime_days)
            SELECT 'k' || i, 'p', @ann, @ann, 'k', 1, 1, 1 FROM n
            """, new { ann });
        IssueAnswer answer = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), TestContext.Current.CancellationToken);
        Assert.Contains("200", Assert.Single(answer.Problems).Sentence, StringComparison.Ordinal);
        await world.SqlAsync("UPDATE api_keys SET deleted_at = 1 WHERE public_id = 'k1'");
        Assert.NotEmpty(await world.IssueAsync(world.Request(ann)));
    }

    [Fact]
    public async Task Only_the_person_in_a_session_and_the_command_line_make_its_keys()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        long bob = await world.PersonAsync("bob");
        Actor[] others = [KeyWorld.As(bob), new(null, null), new(null, null) { UserAgent = "command line" }, KeyWorld.As(ann) with { KeyPublicId = "k" }];
        foreach (Actor other in others)
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.Issue.RunAsync(other, world.Request(ann), TestContext.Current.CancellationToken));
        }

        Assert.NotNull((await world.Issue.RunAsync(Actor.CommandLine, world.Request(ann), TestContext.Current.CancellationToken)).Secret);
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_member_makes_keys_for_its_organization_within_its_policy(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        long team = await world.OrganizationAsync("team", maxKeyDays: 30);
        KeyRequest request = world.Request(ann) with { OwnerId = team, LifetimeDays = 30 };
        await RefusedAsync(world, "owner", request);
        await world.JoinAsync(team, ann);
        await RefusedAsync(world, "expiry", request with { LifetimeDays = 31 });
        await world.IssueAsync(request);
        Assert.Equal(await world.AskAsync<long>("SELECT id FROM memberships"), await world.AskAsync<long>("SELECT membership_id FROM api_key_scopes"));
    }

    [Fact]
    public async Task A_key_that_only_reads_says_so()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        long ann = await world.PersonAsync("ann");
        Assert.StartsWith("trr_", await world.IssueAsync(world.Request(ann) with { Actions = [KeyAction.Read] }), StringComparison.Ordinal);
        Assert.StartsWith("trp_", await world.IssueAsync(world.Request(ann) with { Actions = [KeyAction.Read, KeyAction.Unlist] }), StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(KeyWorld world, string field, KeyRequest request)
    {
        IssueAnswer answer = await world.Issue.RunAsync(KeyWorld.As(request.PrincipalId), request, TestContext.Current.CancellationToken);
        Assert.Equal(field, Assert.Single(answer.Problems).Field);
        Assert.Null(answer.Secret);
        await NothingWasMadeAsync(world);
    }

    private static async Task NothingWasMadeAsync(KeyWorld world)
    {
        foreach (string table in (string[])["api_keys", "api_key_secrets", "api_key_scopes", "api_key_forms", "audit", "mail_outbox"])
        {
            Assert.Equal(0, await world.AskAsync<long>($"SELECT count(*) FROM {table}"));
        }
    }
}
