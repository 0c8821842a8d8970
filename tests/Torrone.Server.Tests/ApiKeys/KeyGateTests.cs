using System.Text;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>What a request's header comes to, with each refusal's own status, code and sentence.</summary>
public sealed class KeyGateTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_good_key_brings_its_person_and_scopes(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        KeyAnswer answer = await world.PresentAsync(await world.IssueAsync(world.Request(ann)));
        Assert.Null(answer.Refusal);
        Assert.Equal((ann, "ann"), (answer.Key!.PrincipalId, answer.Key.PrincipalName));
        PresentedScope scope = Assert.Single(answer.Key.Scopes);
        Assert.Equal(("push", "glob", "Contoso.*", ann), (scope.Action, scope.SubjectKind, scope.Subject, scope.OwnerId));
        Assert.True(scope.ActsFor(ann));
    }

    [Fact]
    public async Task A_key_may_come_as_the_password_of_basic_authentication()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        string key = await world.IssueAsync(world.Request(await world.PersonAsync("ann")));
        string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + key));
        Assert.True((await world.PresentAsync("Basic " + pair, "Authorization")).IsValid);
        Assert.Equal("key-missing", (await world.PresentAsync("Bearer " + pair, "Authorization")).Refusal!.Code);
        Assert.Equal("key-missing", (await world.PresentAsync("Basic !!!", "Authorization")).Refusal!.Code);
    }

    [Fact]
    public async Task Each_bad_key_is_told_what_is_wrong_with_it()
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        string good = await world.IssueAsync(world.Request(await world.PersonAsync("ann")));
        string site = world.Get<SiteTag>().Value;
        string wrong = good[..^1] + (good[^1] == 'A' ? 'B' : 'A');
        (string? Key, string Code)[] cases =
        [
            (null, "key-missing"), ("", "key-missing"), ("  ", "key-missing"),
            ("hunter2", "key-malformed"), (good + "x", "key-malformed"), (new string('x', 5000), "key-malformed"), ($"{good},{good}", "key-malformed"),
            (wrong, "key-checksum"),
            (KeyText.Create('p', site).Reveal(), "key-unknown"),
            (KeyText.Create('p', site == "AAAA" ? "BBBB" : "AAAA").Reveal(), "key-unknown"),
        ];
        foreach ((string? key, string code) in cases)
        {
            Refusal refusal = (await world.PresentAsync(key)).Refusal!;
            Assert.Equal((401, code), (refusal.Status, refusal.Code));
            Assert.True(key is null || key.Length < 10 || !refusal.Sentence.Contains(key, StringComparison.Ordinal));
        }

        Assert.Contains("another gallery", (await world.PresentAsync(cases[^1].Key)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE api_keys SET revoked_at = 1", 401, "key-revoked")]
    [InlineData("UPDATE api_keys SET deleted_at = 1", 401, "key-unknown")]
    [InlineData("UPDATE api_keys SET frozen_at = 1", 403, "key-frozen")]
    [InlineData("UPDATE api_keys SET expires_at = 1", 401, "key-expired")]
    [InlineData("UPDATE api_key_secrets SET ends_at = 1", 401, "key-expired")]
    [InlineData("UPDATE api_key_secrets SET pepper_version = 2", 401, "key-unknown")]
    [InlineData("UPDATE principals SET locked_at = 1", 403, "account-locked")]
    [InlineData("UPDATE principals SET deleted_at = 1", 401, "key-unknown")]
    [InlineData("UPDATE users SET email_confirmed_at = NULL", 403, "account-unconfirmed")]
    public async Task A_change_stops_the_key_at_the_next_request(string change, int status, string code)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, "sqlite");
        string key = await world.IssueAsync(world.Request(await world.PersonAsync("ann")));
        Assert.True((await world.PresentAsync(key)).IsValid);
        await world.SqlAsync(change);
        KeyAnswer answer = await world.PresentAsync(key);
        Assert.Null(answer.Key);
        Assert.Equal((status, code), (answer.Refusal!.Status, answer.Refusal.Code));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_member_who_leaves_and_comes_back_does_not_wake_old_keys(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        long team = await world.OrganizationAsync("team");
        await world.JoinAsync(team, ann);
        KeyRequest request = world.Request(ann) with { OwnerId = team };
        string key = await world.IssueAsync(request);
        Assert.True(await ActsAsync(world, key, ann));
        await world.SqlAsync("UPDATE memberships SET ended_at = 5");
        Assert.False(await ActsAsync(world, key, ann));
        await world.JoinAsync(team, ann);
        Assert.False(await ActsAsync(world, key, ann));
        Assert.True(await ActsAsync(world, await world.IssueAsync(request), ann));
    }

    private static async Task<bool> ActsAsync(KeyWorld world, string key, long person) =>
        Assert.Single((await world.PresentAsync(key)).Key!.Scopes).ActsFor(person);
}
