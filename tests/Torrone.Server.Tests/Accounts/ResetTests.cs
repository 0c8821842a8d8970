using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account/forgot, /account/reset</summary>
public sealed class ResetTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private const string NewPassword = "green gopher hums at noon";

    [Fact]
    public async Task A_new_password_ends_sessions_and_pauses_and_the_old_password()
    {
        await accounts.AddAsync("gina");
        using PageClient before = await accounts.SignedInAsync("gina");
        await accounts.Gallery.ExecuteAsync(
            "UPDATE users SET access_failed_count = 7, lockout_end = @end WHERE lower_email = 'gina@example.test'",
            new { end = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds() });
        using PageClient visitor = accounts.Visitor();
        string link = await AskAsync(visitor, "gina@example.test");
        PageAnswer page = await visitor.FollowAsync(link);
        Assert.Contains("gina", page.MainText, StringComparison.Ordinal);
        PageAnswer weak = await SetAsync(visitor, link, "password123");
        Assert.Contains("tried first", weak.Errors, StringComparison.Ordinal);
        Assert.Equal("gina", await WhoAsync(before));

        Assert.Equal("/users/account/LogOn", (await SetAsync(visitor, link, NewPassword)).Location);
        Assert.Null(await WhoAsync(before));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM sessions s JOIN principals p ON p.id = s.user_id WHERE p.lower_name = 'gina' AND s.ended_at IS NULL"));
        Assert.NotEqual("", (await SignInAsync(visitor, "gina")).Errors);
        Assert.Equal("/", (await SignInAsync(visitor, "gina", NewPassword)).Location);
        Assert.Contains("password.reset", await accounts.AuditAsync("gina"));
        ReceivedMail told = await accounts.Mail.WaitForAsync(m => m.To == "gina@example.test" && m.Subject.Contains("changed", StringComparison.Ordinal));
        Assert.DoesNotContain("token=", told.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(NewPassword, told.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_once_and_for_an_hour_and_only_the_newest()
    {
        await accounts.AddAsync("hana");
        using PageClient visitor = accounts.Visitor();
        string first = await AskAsync(visitor, "hana@example.test");
        await visitor.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = "hana@example.test" });
        await accounts.Mail.WaitForAsync(m => m.To == "hana@example.test" && m.Link("/account/reset").PathAndQuery != first);
        string second = accounts.Mail.All().Where(m => m.To == "hana@example.test").Select(m => m.Link("/account/reset").PathAndQuery).Single(l => l != first);
        Assert.Contains("used already", (await visitor.FollowAsync(first)).MainText, StringComparison.Ordinal);

        const string Mine = "purpose = 'reset' AND user_id = (SELECT id FROM principals WHERE lower_name = 'hana')";
        Assert.All(await accounts.Gallery.RowsAsync<long>($"SELECT expires_at - created_at FROM one_time_links WHERE {Mine}"), life => Assert.Equal(3_600_000, life));
        PageAnswer open = await visitor.FollowAsync(second);
        await accounts.Gallery.ExecuteAsync($"UPDATE one_time_links SET expires_at = expires_at - 3600000 WHERE {Mine}");
        PageAnswer late = await visitor.SubmitAsync(open, second, new Dictionary<string, string> { ["Input.Password"] = NewPassword });
        Assert.Contains("expired", late.MainText, StringComparison.Ordinal);
        await accounts.Gallery.ExecuteAsync($"UPDATE one_time_links SET expires_at = expires_at + 3600000 WHERE {Mine}");
        Assert.Equal("/users/account/LogOn", (await SetAsync(visitor, second, NewPassword)).Location);
        Assert.Contains("used already", (await visitor.FollowAsync(second)).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_for_one_thing_is_nothing_for_another()
    {
        await accounts.AddAsync("ines");
        using PageClient visitor = accounts.Visitor();
        string link = await AskAsync(visitor, "ines@example.test");
        foreach (string path in (string[])["/account/confirm", "/setup"])
        {
            Assert.Null((await visitor.FollowAsync(link.Replace("/account/reset", path, StringComparison.Ordinal))).Document.QuerySelector("main form"));
        }
    }

    [Fact]
    public async Task Who_opens_the_letter_has_proved_the_address()
    {
        await accounts.AddAsync("jona", confirmed: false);
        using PageClient visitor = accounts.Visitor();
        string link = await AskAsync(visitor, "jona@example.test");
        await SetAsync(visitor, link, NewPassword);
        Assert.Equal("/", (await SignInAsync(visitor, "jona", NewPassword)).Location);
        Assert.Equal(["account.created", "password.reset", "account.confirmed", "signin"], await accounts.AuditAsync("jona"));
    }

    [Fact]
    public async Task A_letter_never_leads_where_the_request_says()
    {
        await accounts.AddAsync("kira");
        using PageClient stranger = accounts.Visitor();
        stranger.Host = "evil.example";
        string link = await AskAsync(stranger, "kira@example.test");
        ReceivedMail mail = await accounts.Mail.WaitForAsync(m => m.To == "kira@example.test");
        Assert.DoesNotContain("evil.example", mail.Raw, StringComparison.Ordinal);
        Assert.True(IPAddress.TryParse(mail.Link("/account/reset").Host.Trim('[', ']'), out IPAddress? host) && IPAddress.IsLoopback(host));
        using PageClient visitor = accounts.Visitor();
        Assert.Contains("kira", (await visitor.FollowAsync(link)).MainText, StringComparison.Ordinal);
    }

    private static Task<PageAnswer> SetAsync(PageClient visitor, string link, string password) =>
        visitor.SubmitAsync(link, new Dictionary<string, string> { ["Input.Password"] = password });

    private async Task<string> AskAsync(PageClient visitor, string email)
    {
        PageAnswer sent = await visitor.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = email });
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        return await accounts.LinkAsync(email, "/account/reset");
    }
}
