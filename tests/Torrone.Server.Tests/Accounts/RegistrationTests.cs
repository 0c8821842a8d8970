using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account/register, /account/confirm</summary>
public sealed class RegistrationTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Register_confirm_sign_in_and_out()
    {
        using PageClient visitor = accounts.Visitor();
        PageAnswer sent = await RegisterAsync(visitor, "Ada", "ada@example.test");
        Assert.Equal("/account/sent/confirm", sent.Location);
        Assert.Contains("letter", (await visitor.GetAsync(sent.Location!)).MainText, StringComparison.Ordinal);

        ReceivedMail mail = await accounts.Mail.WaitForAsync(m => m.To == "ada@example.test");
        Assert.Contains("Ada", mail.Subject, StringComparison.Ordinal);
        Uri link = mail.Link("/account/confirm");
        Assert.Contains(link.AbsoluteUri, mail.Html, StringComparison.Ordinal);
        Assert.Equal(accounts.Gallery.Server.Address.Port, link.Port);
        Assert.DoesNotContain(Password, mail.Raw, StringComparison.Ordinal);

        Assert.NotEqual("", (await SignInAsync(visitor, "Ada")).Errors);
        PageAnswer done = await visitor.SubmitAsync(link.PathAndQuery, Nothing);
        Assert.Equal("/users/account/LogOn", done.Location);
        Assert.Contains("confirmed", (await visitor.GetAsync(done.Location!)).MainText, StringComparison.Ordinal);

        PageAnswer signedIn = await SignInAsync(visitor, "aDA");
        Assert.Equal("/", signedIn.Location);
        Assert.Equal("Ada", await WhoAsync(visitor));

        PageAnswer home = await visitor.GetAsync("/account");
        string token = home.Document.QuerySelector("form[action$='/account/signout'] input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        Assert.Equal("/", (await visitor.PostAsync("/account/signout", new Dictionary<string, string> { ["__RequestVerificationToken"] = token })).Location);
        Assert.Null(await WhoAsync(visitor));
        Assert.Equal(["account.created", "account.confirmed", "signin", "session.ended"], (await accounts.AuditAsync("ada")).Where(a => a != "signin.failed"));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM sessions s JOIN principals p ON p.id = s.user_id WHERE p.lower_name = 'ada' AND s.ended_at IS NOT NULL"));
    }

    [Fact]
    public async Task Looking_at_the_link_confirms_nothing_and_the_token_leaves_the_address()
    {
        using PageClient visitor = accounts.Visitor();
        await RegisterAsync(visitor, "bob", "bob@example.test");
        string link = await accounts.LinkAsync("bob@example.test", "/account/confirm");
        using PageClient scanner = accounts.Visitor();
        PageAnswer first = await scanner.GetAsync(link);
        Assert.Equal("/account/confirm", first.Location);
        Assert.Equal("no-referrer", first.Headers["Referrer-Policy"]);
        PageAnswer page = await scanner.GetAsync(first.Location!);
        Assert.NotNull(page.Document.QuerySelector("main form[method=post]"));
        Assert.DoesNotContain(link.Split('=')[1], page.Html, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM users WHERE lower_email = 'bob@example.test' AND email_confirmed_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_link_works_once()
    {
        using PageClient visitor = accounts.Visitor();
        await RegisterAsync(visitor, "carol", "carol@example.test");
        string link = await accounts.LinkAsync("carol@example.test", "/account/confirm");
        using PageClient second = accounts.Visitor();
        PageAnswer open = await second.FollowAsync(link);
        Assert.Equal("/users/account/LogOn", (await visitor.SubmitAsync(link, Nothing)).Location);

        PageAnswer again = await second.SubmitAsync(open, link, Nothing);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains("used already", again.MainText, StringComparison.Ordinal);
        Assert.Contains("used already", (await visitor.FollowAsync(link)).MainText, StringComparison.Ordinal);
        Assert.Single(await accounts.AuditAsync("carol"), "account.confirmed");
    }

    [Fact]
    public async Task A_link_expires_and_only_its_hash_is_kept()
    {
        using PageClient visitor = accounts.Visitor();
        await RegisterAsync(visitor, "dora", "dora@example.test");
        string link = await accounts.LinkAsync("dora@example.test", "/account/confirm");
        const string Mine = "user_id = (SELECT id FROM principals WHERE lower_name = 'dora')";
        long life = Assert.Single(await accounts.Gallery.RowsAsync<long>($"SELECT expires_at - created_at FROM one_time_links WHERE {Mine}"));
        Assert.Equal(24 * 60 * 60 * 1000, life);
        byte[] hash = Assert.Single(await accounts.Gallery.RowsAsync<byte[]>($"SELECT token_hash FROM one_time_links WHERE {Mine}"));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(link.Split('=')[1])), hash);
        await accounts.Gallery.ExecuteAsync($"UPDATE one_time_links SET expires_at = created_at WHERE {Mine}");
        Assert.Contains("expired", (await visitor.FollowAsync(link)).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_is_asked_for_again_makes_the_first_one_useless()
    {
        using PageClient visitor = accounts.Visitor();
        await RegisterAsync(visitor, "erin", "erin@example.test");
        string first = await accounts.LinkAsync("erin@example.test", "/account/confirm");
        Assert.Equal("/account/sent/confirm", (await visitor.SubmitAsync(
            "/account/confirm/resend", new Dictionary<string, string> { ["Input.Email"] = "ERIN@example.test" })).Location);
        await accounts.Mail.WaitForAsync(m => m.To == "erin@example.test" && !m.Text.Contains(first, StringComparison.Ordinal));
        string second = accounts.Mail.All().Where(m => m.To == "erin@example.test").Select(m => m.Link("/account/confirm").PathAndQuery).Single(l => l != first);
        Assert.Contains("used already", (await visitor.FollowAsync(first)).MainText, StringComparison.Ordinal);
        Assert.Equal("/users/account/LogOn", (await visitor.SubmitAsync(second, Nothing)).Location);
    }

    [Theory]
    [InlineData("fred", "fred@example.test", "short", "at least 10")]
    [InlineData("fred", "fred@example.test", "password2024", "tried first")]
    [InlineData("fred", "fred@example.test", "fred@example.test", "must not be")]
    [InlineData("fred", "fred@example.test", "", "at least 10")]
    [InlineData("fr", "fred@example.test", Password, "3 to 64")]
    [InlineData("admin", "fred@example.test", Password, "taken")]
    [InlineData("Grace", "fred@example.test", Password, "taken")]
    [InlineData("fred", "fred", Password, "not an e-mail")]
    [InlineData("", "fred@example.test", Password, "Choose a user name")]
    public async Task What_cannot_be_is_said_beside_its_field_and_leaves_nothing(string name, string email, string password, string sentence)
    {
        using PageClient visitor = accounts.Visitor();
        PageAnswer answer = await RegisterAsync(visitor, name, email, password);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(sentence, answer.Errors, StringComparison.Ordinal);
        Assert.Equal(email, answer.Document.QuerySelector("input[name='Input.Email']")!.GetAttribute("value"));
        Assert.False(answer.Document.QuerySelector("input[name='Input.Password']")!.HasAttribute("value"));
        string target = answer.Document.QuerySelector(".error-summary a")!.GetAttribute("href")!;
        Assert.Equal("true", answer.Document.QuerySelector(target)!.GetAttribute("aria-invalid"));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'fred'"));
        Assert.DoesNotContain(accounts.Mail.All(), m => m.To == email);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using PageClient visitor = accounts.Visitor();
        PageAnswer answer = await visitor.PostAsync("/account/register", new Dictionary<string, string>
        {
            ["Input.Name"] = "mallory", ["Input.Email"] = "mallory@example.test", ["Input.Password"] = Password,
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'mallory'"));
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_refused()
    {
        using PageClient visitor = accounts.Visitor();
        PageAnswer answer = await RegisterAsync(visitor, "large", "large@example.test", new string('x', 100_000));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }
}
