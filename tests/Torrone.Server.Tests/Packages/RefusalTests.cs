using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Server.ApiKeys;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>Every refusal: its status, its reason phrase, its body, and nothing changed by it.</summary>
public sealed class RefusalTests(RefusalTests.World world) : IClassFixture<RefusalTests.World>
{
    public static TheoryData<string, int, string, string> Pushes => new()
    {
        { "missing", 401, "key-missing", "An API key is needed" },
        { "malformed", 401, "key-malformed", "This is not an API key" },
        { "checksum", 401, "key-checksum", "copied wrongly" },
        { "unknown", 401, "key-unknown", "deleted or regenerated" },
        { "foreign", 401, "key-unknown", "made by another gallery" },
        { "expired", 401, "key-expired", "expired on" },
        { "revoked", 401, "key-revoked", "was revoked on" },
        { "unconfirmed", 403, "account-unconfirmed", "no confirmed e-mail" },
        { "locked", 403, "account-locked", "is locked" },
        { "unlist only", 403, "scope-action", "may not push packages" },
        { "versions only", 403, "scope-action", "'Alice.New' does not exist yet" },
        { "other pattern", 403, "scope-package", "does not cover the package 'Alice.New'" },
        { "foreign id", 403, "not-owner", "not owned by the owner this API key acts for" },
        { "reserved", 403, "prefix-reserved", "reserved for others" },
        { "duplicate", 409, "version-exists", "'Alice.Old' and version '1.0.0' already exists" },
        { "duplicate short", 409, "version-exists", "version '1.0' already exists" },
        { "duplicate long", 409, "version-exists", "version '1.0.0.0' already exists" },
        { "duplicate case", 409, "version-exists", "'ALICE.old'" },
        { "duplicate metadata", 409, "version-exists", "already exists" },
    };

    [Theory, MemberData(nameof(Pushes))]
    public async Task A_refused_push_says_why_and_changes_nothing(string @case, int status, string code, string sentence)
    {
        (string? key, byte[] package) = world.Push(@case);
        string before = await world.Gallery.TraceAsync();
        using HttpResponseMessage answer = await world.Gallery.PushAsync(key, package);
        await AssertRefused(answer, status, code, sentence);
        Assert.Equal(before, await world.Gallery.TraceAsync());
    }

    [Theory]
    [InlineData("push", 403, "scope-action", "may not unlist")]
    [InlineData("other", 403, "scope-package", "does not cover")]
    [InlineData("bob", 403, "not-owner", "not owned by")]
    [InlineData("missing", 401, "key-missing", "An API key is needed")]
    [InlineData("no version", 404, "version-missing", "no package 'alice.old' with version '9.9.9'")]
    public async Task A_refused_unlist_says_why_and_changes_nothing(string @case, int status, string code, string sentence)
    {
        string before = await world.Gallery.TraceAsync();
        using HttpResponseMessage answer = await world.Gallery.UnlistAsync(
            world.UnlistKey(@case), "alice.old", @case == "no version" ? "9.9.9" : "1.0.0");
        await AssertRefused(answer, status, code, sentence);
        Assert.Equal(before, await world.Gallery.TraceAsync());
    }

    [Fact]
    public async Task No_two_reasons_share_a_sentence()
    {
        List<string> sentences = [];
        foreach (string @case in Pushes.Select(p => p.Data.Item1).Where(c => !c.StartsWith("duplicate", StringComparison.Ordinal)))
        {
            (string? key, byte[] package) = world.Push(@case);
            using HttpResponseMessage answer = await world.Gallery.PushAsync(key, package);
            sentences.Add(answer.ReasonPhrase ?? "");
        }

        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    private static async Task AssertRefused(HttpResponseMessage answer, int status, string code, string sentence)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(sentence, answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.Equal(answer.ReasonPhrase, Assert.Single(answer.Headers.GetValues("X-NuGet-Warning")));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal($"urn:torrone:problem:{code}", body.GetProperty("type").GetString());
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Contains(sentence, body.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count > 0);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    public sealed class World : IAsyncLifetime
    {
        private readonly Dictionary<string, string> _keys = [];

        public Gallery Gallery { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync();
            Gallery g = Gallery;
            long alice = await g.PersonAsync("alice");
            long bob = await g.PersonAsync("bob");
            long carol = await g.PersonAsync("carol", confirmed: true);
            long dave = await g.PersonAsync("dave");
            _keys["all"] = await g.KeyAsync(alice, ["push", "unlist"], ["*"]);
            _keys["expired"] = await g.KeyAsync(alice, ["push"], ["*"], days: 1, daysAgo: 2);
            _keys["revoked"] = await g.KeyAsync(alice, ["push"], ["*"], days: 91);
            _keys["deleted"] = await g.KeyAsync(alice, ["push"], ["*"], days: 92);
            _keys["unlist only"] = await g.KeyAsync(alice, ["unlist"], ["*"]);
            _keys["push"] = await g.KeyAsync(alice, ["push"], ["*"]);
            _keys["versions only"] = await g.KeyAsync(alice, ["push-version"], ["*"]);
            _keys["other pattern"] = await g.KeyAsync(alice, ["push", "unlist"], ["Alice.Other*"]);
            _keys["bob"] = await g.KeyAsync(bob, ["push", "unlist"], ["*"]);
            _keys["unconfirmed"] = await g.KeyAsync(carol, ["push"], ["*"]);
            _keys["locked"] = await g.KeyAsync(dave, ["push"], ["*"]);
            (await g.PushAsync(_keys["all"], new PackageBuilder("Alice.Old", "1.0.0").Build())).EnsureSuccessStatusCode();
            await g.ExecuteAsync("UPDATE api_keys SET revoked_at = @now WHERE lifetime_days = 91", new { now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() });
            await g.ExecuteAsync("DELETE FROM api_key_secrets WHERE key_id IN (SELECT id FROM api_keys WHERE lifetime_days = 92)");
            await g.ExecuteAsync("UPDATE users SET email_confirmed_at = NULL WHERE principal_id = @carol", new { carol });
            await g.ExecuteAsync("UPDATE principals SET locked_at = 1 WHERE id = @dave", new { dave });
            await g.ExecuteAsync("INSERT INTO reserved_prefixes (feed_id, lower_prefix, is_prefix, created_at) SELECT id, 'reserved.', 1, 0 FROM feeds");
        }

        public (string? Key, byte[] Package) Push(string @case) => @case switch
        {
            "missing" => (null, New()),
            "malformed" => ("not-a-key", New()),
            "checksum" => (_keys["all"][..^1] + (_keys["all"][^1] == 'a' ? 'b' : 'a'), New()),
            "unknown" => (_keys["deleted"], New()),
            "foreign" => (KeyText.Create('p', "zzzz").Reveal(), New()),
            "foreign id" => (_keys["bob"], new PackageBuilder("Alice.Old", "2.0.0").Build()),
            "reserved" => (_keys["all"], new PackageBuilder("Reserved.Thing", "1.0.0").Build()),
            "duplicate" => (_keys["all"], new PackageBuilder("Alice.Old", "1.0.0").Description("other bytes").Build()),
            "duplicate short" => (_keys["all"], new PackageBuilder("Alice.Old", "1.0").Build()),
            "duplicate long" => (_keys["all"], new PackageBuilder("Alice.Old", "1.0.0.0").Build()),
            "duplicate case" => (_keys["all"], new PackageBuilder("ALICE.old", "1.0.0").Build()),
            "duplicate metadata" => (_keys["all"], new PackageBuilder("Alice.Old", "1.0.0+build.7").Build()),
            _ => (_keys[@case], New()),
        };

        public string? UnlistKey(string @case) => @case switch
        {
            "missing" => null,
            "other" => _keys["other pattern"],
            "no version" => _keys["all"],
            _ => _keys[@case],
        };

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();

        private static byte[] New() => new PackageBuilder("Alice.New", "1.0.0").Build();
    }
}
