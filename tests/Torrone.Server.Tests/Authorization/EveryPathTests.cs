using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Authorization;

/// <summary>What ends a key's rights ends them on every path that takes a key, at the next request; reading may take a few seconds.</summary>
public sealed class EveryPathTests : IClassFixture<EveryPathTests.World>
{
    private readonly World _world;

    public EveryPathTests(World world) => _world = world;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private Gallery Gallery => _world.Gallery;

    [Theory]
    [InlineData("UPDATE principals SET locked_at = 1 WHERE id = @person", 403, "account-locked")]
    [InlineData("UPDATE principals SET locked_at = 1 WHERE id = @team", 403, "account-locked")]
    [InlineData("UPDATE memberships SET ended_at = 1 WHERE ended_at IS NULL", 403, "membership-ended")]
    [InlineData("UPDATE principals SET deleted_at = 1 WHERE id = @team", 403, "membership-ended")]
    [InlineData("UPDATE users SET email_confirmed_at = NULL", 403, "account-unconfirmed")]
    [InlineData("UPDATE organizations SET second_factor_required = 1", 403, "second-factor-required")]
    [InlineData("UPDATE organizations SET key_actions = 'nothing'", 403, "policy-action")]
    [InlineData("UPDATE api_keys SET revoked_at = 1", 401, "key-revoked")]
    [InlineData("UPDATE api_keys SET frozen_at = 1", 403, "key-frozen")]
    [InlineData("UPDATE api_keys SET held_at = 1", 403, "key-held")]
    [InlineData("UPDATE api_keys SET expires_at = 1", 401, "key-expired")]
    [InlineData("DELETE FROM api_key_secrets", 401, "key-unknown")]
    [InlineData("DELETE FROM api_key_scopes", 403, "scope-action")]
    public async Task It_stops_everywhere(string change, int status, string code)
    {
        string key = await _world.FreshKeyAsync();
        long number = await _world.NextAsync();
        (string Path, Func<int, Task<HttpResponseMessage>> Ask)[] paths =
        [
            ("push", round => Gallery.PushAsync(key, new PackageBuilder("Team.Lib", $"2.{number}.{round}").Build())),
            ("unlist", _ => Gallery.UnlistAsync(key, "Team.Lib", "1.0.0")),
            ("relist", _ => Gallery.RelistAsync(key, "Team.Lib", "1.0.0")),
            ("create-verification-key", _ => SendAsync(HttpMethod.Post, "/api/v2/package/create-verification-key/Team.Lib/1.0.0", key)),
            ("verifykey", _ => SendAsync(HttpMethod.Get, "/api/v2/verifykey/Team.Lib/1.0.0", key)),
            ("manage keys", _ => SendAsync(HttpMethod.Get, "/api/v1/keys", key)),
        ];
        foreach ((string path, Func<int, Task<HttpResponseMessage>> ask) in paths)
        {
            using HttpResponseMessage before = await ask(0);
            Assert.True(before.IsSuccessStatusCode, $"{path}: {before.ReasonPhrase}");
        }

        Assert.Equal(HttpStatusCode.OK, await ReadAsync(key));
        await Gallery.ExecuteAsync(change, new { person = _world.Person, team = _world.Team });
        foreach ((string path, Func<int, Task<HttpResponseMessage>> ask) in paths)
        {
            using HttpResponseMessage after = await ask(1);
            JsonElement problem = JsonDocument.Parse(await after.Content.ReadAsStringAsync(Now)).RootElement;
            Assert.Equal((path, status, code), (path, (int)after.StatusCode, problem.GetProperty("code").GetString()));
        }

        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(Now);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (await ReadAsync(key) == HttpStatusCode.OK)
        {
            await Task.Delay(100, bound.Token);
        }
    }

    [Fact]
    public async Task A_push_whose_key_ends_while_the_bytes_are_on_their_way_is_refused()
    {
        string key = await _world.FreshKeyAsync();
        SlowContent body = new(new PackageBuilder("Team.Lib", "3.0.0").Build());
        int files = Files();
#pragma warning disable CA2025 // The body is disposed with the request, which waits for the answer.
        Task<HttpResponseMessage> push = PushAsync(key, body);
#pragma warning restore CA2025
        await body.HalfSent;
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(Now);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        // The spool's file is made once the key has passed the gate.
        while (Files() == files)
        {
            await Task.Delay(20, bound.Token);
        }

        await Gallery.ExecuteAsync("UPDATE api_keys SET revoked_at = 1");
        body.Finish();
        using HttpResponseMessage answer = await push;
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("was revoked", answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.Empty(await Gallery.RowsAsync<long>("SELECT id FROM versions WHERE lower_version = '3.0.0'"));
    }

    private async Task<HttpResponseMessage> PushAsync(string key, HttpContent body)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(Gallery.Server.Address, "/api/v2/package/")) { Content = body };
        request.Headers.Add("X-NuGet-ApiKey", key);
        request.Headers.TransferEncodingChunked = true;
        return await Gallery.Server.Client.SendAsync(request, Now);
    }

    private int Files() => Directory.EnumerateFiles(Path.Combine(Gallery.Server.DataFolder, "blobs"), "*", SearchOption.AllDirectories).Count();

    private async Task<HttpStatusCode> ReadAsync(string key)
    {
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(Gallery.Server.Address, "/v3-flatcontainer/team.lib/index.json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("any:" + key)));
        using HttpResponseMessage answer = await Gallery.Server.Client.SendAsync(request, Now);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key)
    {
        HttpRequestMessage request = new(method, new Uri(Gallery.Server.Address, path));
        request.Headers.Add("X-NuGet-ApiKey", key);
        return Gallery.Server.Client.SendAsync(request, Now);
    }

    public sealed class World : IAsyncLifetime
    {
        public Gallery Gallery { get; private set; } = null!;

        public long Person { get; private set; }

        public long Team { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
            Person = await Gallery.PersonAsync("ann");
            await Gallery.ExecuteAsync("INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES ('team-id', 1, 'Team', 'team', 0)");
            Team = Assert.Single(await Gallery.RowsAsync<long>("SELECT id FROM principals WHERE kind = 1"));
            await Gallery.ExecuteAsync("INSERT INTO organizations (principal_id) VALUES (@Team)", new { Team });
            using HttpResponseMessage pushed = await Gallery.PushAsync(await FreshKeyAsync(), new PackageBuilder("Team.Lib", "1.0.0").Build());
            pushed.EnsureSuccessStatusCode();
        }

        /// <summary>A key for everything that the team owns, after whatever befell people, team and keys before was undone.</summary>
        public async Task<string> FreshKeyAsync()
        {
            await Gallery.ExecuteAsync("UPDATE principals SET locked_at = NULL, deleted_at = NULL");
            await Gallery.ExecuteAsync("UPDATE users SET email_confirmed_at = 1");
            await Gallery.ExecuteAsync("UPDATE organizations SET second_factor_required = 0, key_actions = NULL");
            await Gallery.ExecuteAsync("UPDATE memberships SET ended_at = 1 WHERE ended_at IS NULL");
            await Gallery.ExecuteAsync("INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (@Team, @Person, 'admin', 0)", new { Team, Person });
            IssueAnswer answer = await Gallery.Get<IssueKey>().RunAsync(Actor.CommandLine, new KeyRequest
            {
                PrincipalId = Person,
                OwnerId = Team,
                Name = "everything",
                Actions = [KeyAction.Push, KeyAction.Unlist, KeyAction.Read, KeyAction.ManageKeys],
                Globs = ["*"],
                LifetimeDays = 30,
                Site = "https://packages.example.com",
            }, TestContext.Current.CancellationToken);
            return answer.Secret?.Reveal() ?? throw new InvalidOperationException(string.Join(' ', answer.Problems));
        }

        /// <summary>How many keys there are: another number for each test.</summary>
        public async Task<long> NextAsync() => Assert.Single(await Gallery.RowsAsync<long>("SELECT count(*) FROM api_keys"));

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }
}
