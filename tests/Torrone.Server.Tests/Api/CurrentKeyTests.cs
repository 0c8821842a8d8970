using System.Net;
using System.Text.Json;
using Torrone.Server.Tests.Accounts;
using Torrone.Server.Tests.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.Api;

/// <summary>/api/v1/keys/current: what a key's holder may ask, and giving it back.</summary>
public sealed class CurrentKeyTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_key_tells_its_holder_what_it_is_and_what_it_reaches()
    {
        (_, long ann) = await accounts.ArriveAsync("now-ann");
        await accounts.OwnAsync(ann, "NowAnn.Json", "NowAnn.Xml", "NowOther");
        using ApiClient holder = ApiClient.With(accounts.Gallery.Server.Address, await accounts.Gallery.KeyAsync(ann, ["push-version"], ["NowAnn.*"], days: 30));
        ApiAnswer answer = await holder.GetAsync("keys/current");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Message.Headers.CacheControl?.ToString());
        JsonElement key = answer.Json.GetProperty("key");
        Assert.Equal("now-ann", key.GetProperty("owner").GetString());
        Assert.Equal(["push-version"], ApiAnswer.Texts(key, "actions"));
        Assert.Equal(["NowAnn.*"], ApiAnswer.Texts(key, "patterns"));
        Assert.Equal(2, answer.Json.GetProperty("reaches").GetProperty("count").GetInt32());
        Assert.Equal(["NowAnn.Json", "NowAnn.Xml"], ApiAnswer.Texts(answer.Json.GetProperty("reaches"), "packages"));
        Assert.False(answer.Message.Headers.Contains("X-NuGet-Warning"));
    }

    [Fact]
    public async Task A_key_that_is_about_to_expire_says_so()
    {
        (_, long ann) = await accounts.ArriveAsync("now-bea");
        using ApiClient holder = ApiClient.With(accounts.Gallery.Server.Address, await accounts.Gallery.KeyAsync(ann, ["push"], ["*"], days: 5));
        Assert.Contains("expires in 4 days", Assert.Single((await holder.GetAsync("keys/current")).Message.Headers.GetValues("X-NuGet-Warning")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("now-cat", "frozen_at")]
    [InlineData("now-dot", "held_at")]
    [InlineData("now-eve", "used_up_at")]
    public async Task Whoever_holds_a_key_can_give_it_back_also_when_it_is_held_back(string name, string column)
    {
        (_, long ann) = await accounts.ArriveAsync(name);
        string secret = await accounts.Gallery.KeyAsync(ann, ["push"], ["*"]);
        await accounts.Gallery.ExecuteAsync($"UPDATE api_keys SET {column} = 1, single_use = 1 WHERE principal_id = @ann", new { ann });
        using ApiClient holder = ApiClient.With(accounts.Gallery.Server.Address, secret);
        Assert.Equal(HttpStatusCode.NoContent, (await holder.DeleteAsync("keys/current")).Status);
        Assert.Equal("key-revoked", (await holder.GetAsync("keys/current")).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await holder.DeleteAsync("keys/current")).Status);
        Assert.Equal(["Given back by its holder"], await accounts.Gallery.RowsAsync<string>("SELECT revoked_reason FROM api_keys WHERE principal_id = @ann", new { ann }));
        Assert.Equal(1, (await accounts.AuditAsync(name)).Count(a => a == "key.revoked"));
    }

    [Fact]
    public async Task Without_a_key_there_is_nothing_to_ask_or_give_back()
    {
        using ApiClient nobody = ApiClient.With(accounts.Gallery.Server.Address, null);
        Assert.Equal("key-missing", (await nobody.GetAsync("keys/current")).Code);
        Assert.Equal("key-missing", (await nobody.DeleteAsync("keys/current")).Code);
    }
}
