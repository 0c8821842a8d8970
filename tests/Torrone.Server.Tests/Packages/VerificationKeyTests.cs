using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>POST create-verification-key and GET verifykey, as a symbol server and its clients use them.</summary>
public sealed class VerificationKeyTests : IAsyncLifetime
{
    private Gallery _gallery = null!;
    private long _alice;
    private string _key = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gallery = await Gallery.StartAsync();
        _alice = await _gallery.PersonAsync("alice");
        _key = await _gallery.KeyAsync(_alice, ["push"], ["Alice.*"]);
        (await _gallery.PushAsync(_key, new PackageBuilder("Alice.Lib", "1.0.0").Build())).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    [Fact]
    public async Task A_verification_key_verifies_its_id_once_and_can_do_nothing_else()
    {
        using HttpResponseMessage made = await SendAsync(HttpMethod.Post, "package/create-verification-key/alice.lib/1.0.0", _key);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.True(made.Headers.CacheControl!.NoStore);
        JsonElement body = await made.Content.ReadFromJsonAsync<JsonElement>(Now);
        string key = body.GetProperty("Key").GetString()!;
        Assert.StartsWith("tro_", key, StringComparison.Ordinal);
        Assert.InRange(body.GetProperty("Expires").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));

        using HttpResponseMessage push = await _gallery.PushAsync(key, new PackageBuilder("Alice.Lib", "2.0.0").Build());
        Assert.Equal(HttpStatusCode.Unauthorized, push.StatusCode);
        using HttpResponseMessage verified = await SendAsync(HttpMethod.Get, "verifykey/Alice.Lib/1.0.0", key);
        Assert.Equal((HttpStatusCode.OK, ""), (verified.StatusCode, await verified.Content.ReadAsStringAsync(Now)));
        await SaysAsync(401, "key-unknown", HttpMethod.Get, "verifykey/Alice.Lib/1.0.0", key);
    }

    [Fact]
    public async Task Of_servers_that_show_it_at_the_same_moment_one_is_told_yes()
    {
        string key = await MakeAsync("alice.lib/1.0.0");
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(HttpMethod.Get, "verifykey/alice.lib/1.0.0", key)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task It_is_good_for_its_own_id_and_version_alone_and_over_after_a_wrong_one()
    {
        (await _gallery.PushAsync(_key, new PackageBuilder("Alice.Other", "1.0.0").Build())).EnsureSuccessStatusCode();
        (await _gallery.PushAsync(_key, new PackageBuilder("Alice.Lib", "1.1.0").Build())).EnsureSuccessStatusCode();
        string key = await MakeAsync("alice.lib/1.0.0");
        await SaysAsync(403, "scope-package", HttpMethod.Get, "verifykey/alice.other/1.0.0", key);
        await SaysAsync(401, "key-unknown", HttpMethod.Get, "verifykey/alice.lib/1.0.0", key);
        await SaysAsync(403, "scope-version", HttpMethod.Get, "verifykey/alice.lib/1.1.0", await MakeAsync("alice.lib/1.0"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "verifykey/alice.lib/1.1.0", await MakeAsync("alice.lib"))).StatusCode);
        await SaysAsync(404, "version-missing", HttpMethod.Get, "verifykey/alice.lib/7.0.0", await MakeAsync("alice.lib"));
    }

    [Fact]
    public async Task Only_a_key_that_may_push_the_id_gets_one()
    {
        string bobs = await _gallery.KeyAsync(await _gallery.PersonAsync("bob"), ["push", "unlist"], ["*"]);
        await SaysAsync(403, "not-owner", HttpMethod.Post, "package/create-verification-key/alice.lib/1.0.0", bobs);
        await SaysAsync(403, "scope-package", HttpMethod.Post, "package/create-verification-key/bobs.lib", _key);
        await SaysAsync(403, "scope-action", HttpMethod.Post, "package/create-verification-key/alice.lib",
            await _gallery.KeyAsync(_alice, ["unlist"], ["*"]));
        await SaysAsync(401, "key-missing", HttpMethod.Post, "package/create-verification-key/alice.lib", null);
        await SaysAsync(403, "not-owner", HttpMethod.Get, "verifykey/alice.lib/1.0.0", bobs);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "verifykey/alice.lib/1.0.0", _key)).StatusCode);
        Assert.Empty(await _gallery.RowsAsync<string>("SELECT package_id FROM verification_keys"));
    }

    [Theory]
    [InlineData("UPDATE api_keys SET revoked_at = 1", 401, "key-revoked")]
    [InlineData("DELETE FROM api_key_secrets", 401, "key-unknown")]
    [InlineData("UPDATE principals SET locked_at = 1", 403, "account-locked")]
    [InlineData("DELETE FROM package_owners", 403, "not-owner")]
    [InlineData("UPDATE verification_keys SET expires_at = 1", 401, "key-expired")]
    public async Task It_ends_with_the_key_it_was_made_from(string change, int status, string code)
    {
        string key = await MakeAsync("alice.lib/1.0.0");
        await _gallery.ExecuteAsync(change);
        await SaysAsync(status, code, HttpMethod.Get, "verifykey/alice.lib/1.0.0", key);
    }

    [Fact]
    public async Task The_database_does_not_hold_it_and_forgets_those_that_have_ended()
    {
        string first = await MakeAsync("alice.lib/1.0.0");
        await _gallery.ExecuteAsync("UPDATE verification_keys SET expires_at = 1");
        await MakeAsync("alice.lib/1.0.0");
        Assert.Single(await _gallery.RowsAsync<long>("SELECT secret_id FROM verification_keys"));
        foreach (string file in Directory.EnumerateFiles(_gallery.Server.DataFolder, "torrone.db*"))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(first, await reader.ReadToEndAsync(Now), StringComparison.Ordinal);
        }
    }

    private async Task<string> MakeAsync(string package)
    {
        using HttpResponseMessage made = await SendAsync(HttpMethod.Post, "package/create-verification-key/" + package, _key);
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>(Now)).GetProperty("Key").GetString()!;
    }

    private async Task SaysAsync(int status, string code, HttpMethod method, string path, string? key)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, key);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Now)).GetProperty("code").GetString());
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key)
    {
        HttpRequestMessage request = new(method, new Uri(_gallery.Server.Address, "/api/v2/" + path));
        if (key is not null)
        {
            request.Headers.Add("X-NuGet-ApiKey", key);
        }

        return _gallery.Server.Client.SendAsync(request, Now);
    }
}
