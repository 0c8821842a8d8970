using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/users/account/LogOn</summary>
public sealed class SignInTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Theory]
    [InlineData("/packages/Newtonsoft.Json?x=1", "/packages/Newtonsoft.Json?x=1")]
    [InlineData("/account/apikeys", "/account/apikeys")]
    [InlineData("/packages?q=né", "/packages?q=n%C3%A9")]
    [InlineData("/", "/")]
    [InlineData("/account/register", "/")]
    [InlineData("/account/sent/confirm", "/")]
    [InlineData("/Account/Reset?x=1", "/")]
    [InlineData("/account", "/account")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("https:evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\r\nSet-Cookie: a=b", "/")]
    [InlineData("%2f%2fevil.example", "/")]
    [InlineData("/%2fevil.example", "/%2fevil.example")]
    public async Task The_return_address_never_leaves_the_site(string returnUrl, string expected)
    {
        string name = await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'returner'") is [0]
            ? (await accounts.AddAsync("returner")).Name : "returner";
        using PageClient visitor = accounts.Visitor();
        PageAnswer answer = await SignInAsync(visitor, name, query: "?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal(expected, answer.Location);
        Assert.Equal(accounts.Gallery.Server.Address.Authority, new Uri(accounts.Gallery.Server.Address, answer.Location).Authority);
        // Who is signed in already is sent on by the page itself.
        Assert.Equal(expected, (await visitor.GetAsync("/users/account/LogOn?returnUrl=" + Uri.EscapeDataString(returnUrl))).Location);
    }

    [Fact]
    public async Task A_page_for_people_leads_to_sign_in_and_back()
    {
        await accounts.AddAsync("walker");
        using PageClient visitor = accounts.Visitor();
        PageAnswer refused = await visitor.GetAsync("/account?x=1");
        Assert.Equal("/users/account/LogOn?returnUrl=%2Faccount%3Fx%3D1", refused.Location);
        PageAnswer answer = await visitor.SubmitAsync(refused.Location!, new Dictionary<string, string>
        {
            ["Input.Name"] = "walker@EXAMPLE.test", ["Input.Password"] = Password,
        });
        Assert.Equal("/account?x=1", answer.Location);
    }

    [Fact]
    public async Task Ten_wrong_passwords_pause_the_account_and_a_right_one_between_starts_over()
    {
        await accounts.AddAsync("victim");
        using PageClient visitor = accounts.Visitor();
        for (int i = 0; i < 9; i++)
        {
            await SignInAsync(visitor, "victim", "wrong");
        }

        Assert.Equal([9L], await FailuresAsync("victim"));
        Assert.Equal("/", (await SignInAsync(visitor, "victim")).Location);
        Assert.Equal([0L], await FailuresAsync("victim"));
        using PageClient other = accounts.Visitor();
        for (int i = 0; i < 10; i++)
        {
            await SignInAsync(other, "victim", "wrong");
        }

        Assert.NotEqual("", (await SignInAsync(other, "victim")).Errors);
        Assert.Equal("victim", await WhoAsync(visitor));
        long end = Assert.Single(await accounts.Gallery.RowsAsync<long>("SELECT lockout_end FROM users WHERE lower_email = 'victim@example.test'"));
        Assert.InRange(end - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 9 * 60_000, 10 * 60_000);
        await accounts.Gallery.ExecuteAsync("UPDATE users SET lockout_end = 1 WHERE lower_email = 'victim@example.test'");
        Assert.Equal("/", (await SignInAsync(other, "victim")).Location);
    }

    [Fact]
    public async Task Of_wrong_passwords_at_once_none_goes_uncounted()
    {
        await accounts.AddAsync("target");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using PageClient visitor = accounts.Visitor();
            await SignInAsync(visitor, "target", "wrong");
        }));
        Assert.Equal([8L], await FailuresAsync("target"));
    }

    [Fact]
    public async Task A_session_that_was_planted_does_not_become_the_victims()
    {
        await accounts.AddAsync("attacker");
        await accounts.AddAsync("prey");
        using PageClient attacker = await accounts.SignedInAsync("attacker");
        Cookie planted = attacker.Cookies.GetAllCookies().Single(c => c.Name == "torrone-session");
        using PageClient victim = accounts.Visitor();
        victim.Cookies.Add(new Cookie(planted.Name, planted.Value, "/", planted.Domain));
        PageAnswer form = await victim.GetAsync("/users/account/LogOn");
        Assert.Equal("/", form.Location);
        string token = (await victim.GetAsync("/account")).Document.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        PageAnswer answer = await victim.PostAsync("/users/account/LogOn", new Dictionary<string, string>
        {
            ["Input.Name"] = "prey", ["Input.Password"] = Password, ["__RequestVerificationToken"] = token,
        });
        Assert.Equal("/", answer.Location);
        Assert.Equal("prey", await WhoAsync(victim));
        Assert.Null(await WhoAsync(attacker));
        Assert.NotEqual(planted.Value, victim.Cookies.GetAllCookies().Single(c => c.Name == "torrone-session").Value);
    }

    [Fact]
    public async Task The_cookie_is_for_http_alone_and_the_row_holds_its_hash()
    {
        await accounts.AddAsync("baker");
        using PageClient visitor = accounts.Visitor();
        PageAnswer answer = await SignInAsync(visitor, "baker");
        string header = answer.Headers["Set-Cookie"].Split('\n').Single(c => c.StartsWith("torrone-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", header, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", header, StringComparison.Ordinal);
        Assert.Contains("path=/;", header, StringComparison.Ordinal);
        string secret = visitor.Cookies.GetAllCookies().Single(c => c.Name == "torrone-session").Value;
        Assert.Equal(43, secret.Length);
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM sessions WHERE id_hash = @hash",
            new { hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)) }));
    }

    private Task<List<long>> FailuresAsync(string name) => accounts.Gallery.RowsAsync<long>(
        "SELECT access_failed_count FROM users WHERE lower_email = @email", new { email = name + "@example.test" });
}
