using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Api;

/// <summary>POST /api/v1/keys/leaked: for anybody, always the same answer.</summary>
public sealed class LeakedKeysTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_reported_key_is_revoked_and_its_holder_told()
    {
        (_, long ann) = await accounts.ArriveAsync("leak-ann");
        string leaked = await accounts.Gallery.KeyAsync(ann, ["push"], ["*"]);
        string other = await accounts.Gallery.KeyAsync(ann, ["push"], ["*"]);
        using ApiClient anybody = ApiClient.With(accounts.Gallery.Server.Address, null);
        ApiAnswer answer = await anybody.PostAsync("keys/leaked", new { keys = new[] { "nothing", null, leaked, leaked } });
        Assert.Equal((HttpStatusCode.Accepted, "{}"), (answer.Status, answer.Json.ToString()));
        Assert.Equal("key-revoked", await StateAsync(leaked));
        Assert.Null(await StateAsync(other));
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "leak-ann@example.test" && m.Subject.Contains("leaked", StringComparison.Ordinal));
        Assert.DoesNotContain(leaked[12..], letter.Raw, StringComparison.Ordinal);
        Assert.Equal(["Reported as leaked"], await accounts.Gallery.RowsAsync<string>(
            "SELECT revoked_reason FROM api_keys WHERE principal_id = @ann AND revoked_at IS NOT NULL", new { ann }));
        Assert.DoesNotContain(leaked[12..], accounts.Gallery.Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{\"keys\":null}", "application/json")]
    [InlineData("{\"keys\":\"x\"}", "application/json")]
    [InlineData("{\"tokens\":[\"x\"]}", "application/json")]
    [InlineData("{\"keys\":[\"\\ud800\",\"\\u0000\",null]}", "application/json")]
    [InlineData("keys=x", "application/x-www-form-urlencoded")]
    public async Task Whatever_is_sent_the_answer_is_the_same(string body, string type)
    {
        using ApiClient anybody = ApiClient.With(accounts.Gallery.Server.Address, null);
        ApiAnswer answer = await anybody.PostTextAsync("keys/leaked", body, type);
        Assert.Equal((HttpStatusCode.Accepted, "{}"), (answer.Status, answer.Json.ToString()));
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_not_looked_at()
    {
        (_, long ann) = await accounts.ArriveAsync("leak-bea");
        string late = await accounts.Gallery.KeyAsync(ann, ["push"], ["*"]);
        using ApiClient anybody = ApiClient.With(accounts.Gallery.Server.Address, null);
        Assert.Equal(HttpStatusCode.Accepted, (await anybody.PostAsync("keys/leaked", new { keys = Enumerable.Repeat("x", 100).Append(late) })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await anybody.PostAsync("keys/leaked", new { keys = Enumerable.Repeat(new string('x', 700), 99).Append(late) })).Status);
        Assert.Null(await StateAsync(late));
        Assert.Equal(HttpStatusCode.Accepted, (await anybody.PostAsync("keys/leaked", new { keys = Enumerable.Repeat("x", 99).Append(late) })).Status);
        Assert.Equal("key-revoked", await StateAsync(late));
    }

    [Fact]
    public async Task One_address_reports_so_many_times_and_is_told_when_again()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__LeakReportsPerTenMinutes"] = "2" });
        using ApiClient anybody = ApiClient.With(server.Address, null);
        Assert.Equal(HttpStatusCode.Accepted, (await anybody.PostAsync("keys/leaked", new { keys = Array.Empty<string>() })).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await anybody.PostAsync("keys/leaked", new { keys = Array.Empty<string>() })).Status);
        ApiAnswer refused = await anybody.PostAsync("keys/leaked", new { keys = Array.Empty<string>() });
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (refused.Status, refused.Code));
        Assert.Matches("Try again after [0-9:]{8} UTC", refused.Message.ReasonPhrase);
    }

    private async Task<string?> StateAsync(string secret)
    {
        using ApiClient holder = ApiClient.With(accounts.Gallery.Server.Address, secret);
        return (await holder.GetAsync("keys/current")).Code;
    }
}
