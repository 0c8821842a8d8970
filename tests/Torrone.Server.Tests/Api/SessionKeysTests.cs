using System.Net;
using System.Text.Json;
using Torrone.Server.Tests.Accounts;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Api;

/// <summary>/api/v1/keys for a signed-in person.</summary>
public sealed class SessionKeysTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private static readonly object Wanted = new
    {
        name = "CI", actions = new[] { "push-version", "unlist" }, patterns = new[] { "Contoso.*" }, packages = new[] { "Fabrikam" }, lifetimeDays = 30,
        addresses = new[] { "127.0.0.0/8" }, versions = new[] { "1.0" }, singleUse = true,
    };

    [Fact]
    public async Task A_person_makes_sees_edits_rotates_and_ends_keys()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("api-ann");
        await accounts.OwnAsync(person, "ApiAnn.Json");
        using ApiClient api = await ApiClient.OfAsync(browser);
        ApiAnswer made = await api.PostAsync("keys", Wanted);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("no-store", made.Message.Headers.CacheControl?.ToString());
        Assert.Equal($"/api/v1/keys/{made.Id}", made.Message.Headers.Location!.OriginalString);
        Assert.Equal(46, made.Secret.Length);

        JsonElement key = (await api.GetAsync($"keys/{made.Id}")).Json;
        Assert.Equal(("CI", "api-ann", "api-ann", "person"), (Text(key, "name"), Text(key, "owner"), Text(key, "principal"), Text(key, "principalKind")));
        Assert.Equal(["push-version", "unlist"], ApiAnswer.Texts(key, "actions"));
        Assert.Equal(["Contoso.*"], ApiAnswer.Texts(key, "patterns"));
        Assert.Equal(["Fabrikam"], ApiAnswer.Texts(key, "packages"));
        Assert.Equal(["127.0.0.0/8"], ApiAnswer.Texts(key, "addresses"));
        Assert.Equal(["1.0.0"], ApiAnswer.Texts(key, "versions"));
        Assert.True(key.GetProperty("singleUse").GetBoolean());
        Assert.Equal(30, (key.GetProperty("expiresAt").GetDateTime() - key.GetProperty("createdAt").GetDateTime()).TotalDays);
        Assert.DoesNotContain(made.Secret[12..], key.ToString(), StringComparison.Ordinal);

        object change = new { patterns = new[] { "ApiAnn.*" }, packages = Array.Empty<string>() };
        ApiAnswer preview = await api.PatchAsync($"keys/{made.Id}?preview=true", change);
        Assert.Equal(["Contoso.*"], ApiAnswer.Texts(preview.Json.GetProperty("key"), "patterns"));
        Assert.Equal(["ApiAnn.*"], ApiAnswer.Texts(preview.Json.GetProperty("changes"), "added"));
        Assert.Equal(1, preview.Json.GetProperty("changes").GetProperty("reachAfter").GetInt32());
        ApiAnswer edited = await api.PatchAsync($"keys/{made.Id}", change);
        Assert.Equal(["ApiAnn.*"], ApiAnswer.Texts(edited.Json.GetProperty("key"), "patterns"));
        Assert.Equal("CI", Text(edited.Json.GetProperty("key"), "name"));

        ApiAnswer rotated = await api.PostAsync($"keys/{made.Id}/rotate", new { overlapHours = 24 });
        Assert.Equal("rotating", Text(rotated.Json.GetProperty("key"), "state"));
        Assert.Equal(HttpStatusCode.OK, await IntrospectAsync(made.Secret));
        Assert.Equal(HttpStatusCode.OK, await IntrospectAsync(rotated.Secret));
        Assert.Equal("key-invalid", (await api.PostAsync($"keys/{made.Id}/rotate", new { overlapHours = int.MaxValue })).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"keys/{made.Id}/end-old-secret")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await IntrospectAsync(made.Secret));
        Assert.Equal(HttpStatusCode.OK, await IntrospectAsync(rotated.Secret));

        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"keys/{made.Id}/revoke", new { reason = "no longer needed" })).Status);
        Assert.Equal("no longer needed", Text((await api.GetAsync($"keys/{made.Id}")).Json, "revokedReason"));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"keys/{made.Id}")).Status);
        Assert.Equal("key-not-found", (await api.GetAsync($"keys/{made.Id}")).Code);
        Assert.Empty((await api.GetAsync("keys")).Json.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task Without_the_request_token_nothing_is_changed()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("api-bob");
        (_, string id) = await accounts.MakeAsync(browser);
        using ApiClient bare = ApiClient.Bare(browser);
        Assert.Equal(HttpStatusCode.OK, (await bare.GetAsync("keys")).Status);
        ApiAnswer[] refused =
        [
            await bare.PostAsync("keys", Wanted), await bare.PatchAsync($"keys/{id}", new { name = "x" }), await bare.PostAsync($"keys/{id}/rotate"),
            await bare.PostAsync($"keys/{id}/revoke"), await bare.PostAsync($"keys/{id}/end-old-secret"), await bare.DeleteAsync($"keys/{id}"),
        ];
        Assert.All(refused, r => Assert.Equal((HttpStatusCode.BadRequest, "antiforgery"), (r.Status, r.Code)));
        JsonElement key = Assert.Single((await bare.GetAsync("keys")).Json.GetProperty("keys").EnumerateArray());
        Assert.Equal(("CI", "active"), (Text(key, "name"), Text(key, "state")));
    }

    [Fact]
    public async Task An_old_proof_makes_edits_and_rotates_nothing()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("api-cid");
        (_, string id) = await accounts.MakeAsync(browser);
        using ApiClient api = await ApiClient.OfAsync(browser);
        await accounts.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = 1 WHERE user_id = @person", new { person });
        ApiAnswer[] refused = [await api.PostAsync("keys", Wanted), await api.PatchAsync($"keys/{id}", new { name = "x" }), await api.PostAsync($"keys/{id}/rotate")];
        Assert.All(refused, r => Assert.Equal((HttpStatusCode.Forbidden, "proof-needed"), (r.Status, r.Code)));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_told_with_its_member()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("api-dan");
        using ApiClient api = await ApiClient.OfAsync(browser);
        ApiAnswer empty = await api.PostAsync("keys", new { });
        Assert.Equal("key-invalid", empty.Code);
        Assert.Equal(["name", "actions", "subjects"], ApiAnswer.Texts(empty.Json, "problems").Select(p => p.Split(':')[0]));
        Assert.Contains("push-version", (await api.PostAsync("keys", new { name = "x", actions = new[] { "Push" }, patterns = new[] { "*" } })).Message.ReasonPhrase,
            StringComparison.Ordinal);
        // A limit whose name is mistyped must not become a key without the limit.
        Assert.Equal("json-invalid", (await api.PostAsync("keys", new { name = "x", actions = new[] { "push" }, patterns = new[] { "*" }, adresses = new[] { "10.0.0.1" } })).Code);
        Assert.Equal("json-invalid", (await api.PostTextAsync("keys", "{\"name\":\"a\",\"name\":\"b\"}", "application/json")).Code);
        Assert.Equal("json-invalid", (await api.PostTextAsync("keys", "name=x", "application/x-www-form-urlencoded")).Code);
        Assert.Equal("json-invalid", (await api.PostTextAsync("keys", "[1", "application/json")).Code);
        Assert.Equal("too-large", (await api.PostTextAsync("keys", $"{{\"name\":\"{new string('n', 70_000)}\"}}", "application/json")).Code);
        Assert.Equal("json-invalid", (await api.PostTextAsync("keys", "{\"name\":\"\\ud800\"}", "application/json")).Code);
        Assert.Equal("key-invalid", (await api.PostTextAsync("keys", "{\"name\":\"a\\u0000\",\"actions\":[null],\"patterns\":[null],\"lifetimeDays\":2147483647}", "application/json")).Code);
        Assert.Equal("key-invalid", (await api.PostTextAsync("keys",
            "{\"name\":\"a\",\"actions\":[\"push\"],\"patterns\":[\"*\"],\"expiresAt\":\"9999-12-31T23:59:59Z\"}", "application/json")).Code);
        Assert.Equal("organization-not-found", (await api.GetAsync("keys?organization=%00")).Code);
        Assert.Equal("parameter-invalid", (await api.PatchAsync("keys/x?preview=perhaps", new { })).Code);
        Assert.Empty((await api.GetAsync("keys")).Json.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task An_organizations_own_keys_are_its_administrators()
    {
        (PageClient admin, long ada) = await accounts.ArriveAsync("api-ada");
        (PageClient member, long max) = await accounts.ArriveAsync("api-max");
        await TeamAsync("api-team", ada, max);
        using ApiClient api = await ApiClient.OfAsync(admin);
        ApiAnswer made = await api.PostAsync("keys?organization=API-Team", Wanted);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        JsonElement key = made.Json.GetProperty("key");
        Assert.Equal(("api-team", "api-team", "organization"), (Text(key, "owner"), Text(key, "principal"), Text(key, "principalKind")));
        Assert.Empty((await api.GetAsync("keys")).Json.GetProperty("keys").EnumerateArray());
        Assert.Single((await api.GetAsync("keys?organization=api-team")).Json.GetProperty("keys").EnumerateArray());

        using ApiClient other = await ApiClient.OfAsync(member);
        foreach (string name in (string[])["api-team", "api-nobody", "api-ada"])
        {
            Assert.Equal("organization-not-found", (await other.GetAsync($"keys?organization={name}")).Code);
            Assert.Equal("organization-not-found", (await other.PostAsync($"keys?organization={name}", Wanted)).Code);
        }

        Assert.Equal("key-not-found", (await other.GetAsync($"keys/{made.Id}")).Code);
        Assert.Equal("key-not-found", (await other.DeleteAsync($"keys/{made.Id}")).Code);
    }

    [Fact]
    public async Task Nobody_and_nothing_are_answered_as_problems()
    {
        using ApiClient nobody = ApiClient.With(accounts.Gallery.Server.Address, null);
        ApiAnswer refused = await nobody.GetAsync("keys");
        Assert.Equal((HttpStatusCode.Unauthorized, "credentials-missing"), (refused.Status, refused.Code));
        Assert.Equal("application/problem+json", refused.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal((HttpStatusCode.NotFound, "address-not-found"), (await nobody.GetAsync("nothing") is var none ? (none.Status, none.Code) : default));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method-not-allowed"), (await nobody.DeleteAsync("keys") is var wrong ? (wrong.Status, wrong.Code) : default));
    }

    private async Task<HttpStatusCode> IntrospectAsync(string secret)
    {
        using ApiClient holder = ApiClient.With(accounts.Gallery.Server.Address, secret);
        return (await holder.GetAsync("keys/current")).Status;
    }

    private Task TeamAsync(string name, long admin, long member) => accounts.Gallery.ExecuteAsync(
        """
        INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@name, 1, @name, @name, 1);
        INSERT INTO organizations (principal_id) SELECT id FROM principals WHERE name = @name;
        INSERT INTO memberships (organization_id, user_id, role, created_at) SELECT id, @admin, 'admin', 1 FROM principals WHERE name = @name;
        INSERT INTO memberships (organization_id, user_id, role, created_at) SELECT id, @member, 'collaborator', 1 FROM principals WHERE name = @name
        """, new { name, admin, member });

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
