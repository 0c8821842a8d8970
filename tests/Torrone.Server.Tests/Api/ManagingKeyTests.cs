using System.Net;
using System.Text.Json;
using Torrone.Server.Tests.Accounts;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Api;

/// <summary>/api/v1/keys for a key with the action manage-keys.</summary>
public sealed class ManagingKeyTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private Uri Server => accounts.Gallery.Server.Address;

    [Fact]
    public async Task A_key_makes_rotates_and_ends_what_it_made()
    {
        (_, long ann) = await accounts.ArriveAsync("kid-ann");
        string foreign = await accounts.Gallery.KeyAsync(ann, ["push"], ["Contoso.*"]);
        using ApiClient api = ApiClient.With(Server, await accounts.Gallery.KeyAsync(ann, ["manage-keys", "push"], ["Contoso.*"], days: 30));
        ApiAnswer made = await api.PostAsync("keys", Child("Contoso.Json"));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        JsonElement only = Assert.Single((await api.GetAsync("keys")).Json.GetProperty("keys").EnumerateArray());
        Assert.Equal(made.Id, only.GetProperty("id").GetString());

        ApiAnswer rotated = await api.PostAsync($"keys/{made.Id}/rotate");
        Assert.Equal("key-unknown", await StateAsync(made.Secret));
        Assert.Null(await StateAsync(rotated.Secret));
        Assert.Equal("session-needed", (await api.PatchAsync($"keys/{made.Id}", new { name = "x" })).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"keys/{made.Id}/revoke")).Status);
        Assert.Equal("key-revoked", await StateAsync(rotated.Secret));

        using ApiClient other = ApiClient.With(Server, foreign);
        string foreignId = (await other.GetAsync("keys/current")).Id;
        Assert.Equal("key-not-found", (await api.GetAsync($"keys/{foreignId}")).Code);
        Assert.Equal("key-not-found", (await api.PostAsync($"keys/{foreignId}/rotate")).Code);
        Assert.Equal("key-not-found", (await api.PostAsync($"keys/{foreignId}/revoke")).Code);
        Assert.Equal("key-not-found", (await api.DeleteAsync($"keys/{foreignId}")).Code);
        Assert.Null(await StateAsync(foreign));
    }

    [Fact]
    public async Task A_key_makes_nothing_wider_than_itself()
    {
        (_, long ann) = await accounts.ArriveAsync("kid-bea");
        using ApiClient api = ApiClient.With(Server, await accounts.Gallery.KeyAsync(ann, ["manage-keys", "push"], ["Contoso.*"], days: 30));
        ApiAnswer refused = await api.PostAsync("keys", new { name = "child", actions = new[] { "unlist" }, patterns = new[] { "*" }, lifetimeDays = 31 });
        Assert.Equal("key-invalid", refused.Code);
        Assert.Equal(["actions", "subjects", "expiry"], ApiAnswer.Texts(refused.Json, "problems").Select(p => p.Split(':')[0]));
        Assert.Equal("key-invalid", (await api.PostAsync("keys", new { name = "child", actions = new[] { "manage-keys" }, patterns = new[] { "Contoso.*" }, lifetimeDays = 1 })).Code);
        Assert.Empty((await api.GetAsync("keys")).Json.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task Without_the_action_a_key_manages_nothing_also_beside_a_session()
    {
        (PageClient browser, long ann) = await accounts.ArriveAsync("kid-cat");
        string push = await accounts.Gallery.KeyAsync(ann, ["push"], ["*"]);
        using ApiClient api = ApiClient.With(Server, push);
        Assert.Equal((HttpStatusCode.Forbidden, "scope-action"), (await api.GetAsync("keys") is var refused ? (refused.Status, refused.Code) : default));
        using ApiClient both = ApiClient.Bare(browser, push);
        Assert.Equal("scope-action", (await both.GetAsync("keys")).Code);
        using ApiClient bad = ApiClient.Bare(browser, "trp_no");
        Assert.Equal("key-malformed", (await bad.GetAsync("keys")).Code);
    }

    [Fact]
    public async Task With_the_maker_end_the_made()
    {
        (_, long ann) = await accounts.ArriveAsync("kid-dot");
        string parent = await accounts.Gallery.KeyAsync(ann, ["manage-keys", "push"], ["Contoso.*"], days: 30);
        using ApiClient api = ApiClient.With(Server, parent);
        string child = (await api.PostAsync("keys", Child("Contoso.Json"))).Secret;
        Assert.Null(await StateAsync(child));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("keys/current")).Status);
        Assert.Equal("key-revoked", await StateAsync(child));
        Assert.Equal("key-revoked", (await api.GetAsync("keys")).Code);
        Assert.Equal("key-revoked", (await api.PostAsync("keys", Child("Contoso.Json"))).Code);
    }

    private static object Child(string pattern) => new { name = "child", actions = new[] { "push-version" }, patterns = new[] { pattern }, lifetimeDays = 1 };

    private async Task<string?> StateAsync(string secret)
    {
        using ApiClient holder = ApiClient.With(Server, secret);
        return (await holder.GetAsync("keys/current")).Code;
    }
}
