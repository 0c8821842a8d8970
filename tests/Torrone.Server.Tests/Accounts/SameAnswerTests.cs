using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>Nobody learns from an answer whether an address has an account.</summary>
public sealed class SameAnswerTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Registering_with_a_known_address_looks_like_a_new_one_and_tells_its_holder()
    {
        await accounts.AddAsync("known1");
        using PageClient visitor = accounts.Visitor();
        PageAnswer strange = await RegisterAsync(visitor, "newcomer1", "newcomer1@example.test");
        PageAnswer known = await RegisterAsync(visitor, "newcomer2", "Known1@example.test");
        Assert.Equal((strange.Status, strange.Location, strange.Html), (known.Status, known.Location, known.Html));

        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "known1@example.test");
        Assert.Contains("known1", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", letter.Raw, StringComparison.Ordinal);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'newcomer2'"));
        Assert.Contains("account.asked-again", await accounts.AuditAsync("known1"));
        // The second try must not tell either: the name is taken in both cases.
        foreach (string name in (string[])["newcomer1", "Newcomer2"])
        {
            Assert.Contains("taken", (await RegisterAsync(visitor, name, $"other-{name}@example.test")).Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_holder_gets_few_letters_however_often_somebody_asks()
    {
        await accounts.AddAsync("pestered");
        using PageClient visitor = accounts.Visitor();
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal("/account/sent/reset", (await AskAsync(visitor, "/account/forgot", "pestered@example.test")).Location);
            await RegisterAsync(visitor, $"pester{i}", "pestered@example.test");
        }

        await accounts.SettledAsync();
        Assert.Equal([10L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM mail_outbox WHERE recipient = 'pestered@example.test'"));
    }

    [Theory]
    [InlineData("/account/forgot")]
    [InlineData("/account/confirm/resend")]
    public async Task Asking_for_a_letter_reads_the_same_for_every_address(string path)
    {
        string name = "reader" + path.Length;
        await accounts.AddAsync(name, confirmed: path == "/account/forgot");
        using PageClient visitor = accounts.Visitor();
        PageAnswer known = await AskAsync(visitor, path, $"{name}@example.test");
        PageAnswer unknown = await AskAsync(visitor, path, "nobody@example.test");
        Assert.Equal((HttpStatusCode.Redirect, unknown.Location, unknown.Html), (known.Status, known.Location, known.Html));
        await accounts.Mail.WaitForAsync(m => m.To == $"{name}@example.test");
        Assert.DoesNotContain(accounts.Mail.All(), m => m.To == "nobody@example.test");
    }

    [Fact]
    public async Task A_failed_sign_in_reads_the_same_whatever_the_reason()
    {
        await accounts.AddAsync("steady");
        await accounts.AddAsync("waiting", confirmed: false);
        await accounts.AddAsync("paused");
        await accounts.Gallery.ExecuteAsync(
            "UPDATE users SET lockout_end = @end WHERE lower_email = 'paused@example.test'", new { end = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds() });
        await accounts.AddAsync("barred");
        await accounts.Gallery.ExecuteAsync("UPDATE principals SET locked_at = 1 WHERE lower_name = 'barred'");
        List<(HttpStatusCode, string)> answers = [];
        foreach ((string name, string password) in ((string, string)[])[
            ("steady", "a wrong password"), ("nobody at all", Password), ("nobody@example.test", Password), ("waiting", Password), ("paused", Password),
            ("paused", "a wrong password"), ("barred", "a wrong password"), ("", ""), ("steady", new string('x', 300))])
        {
            using PageClient visitor = accounts.Visitor();
            PageAnswer answer = await SignInAsync(visitor, name, password);
            answers.Add((answer.Status, answer.MainText));
            Assert.Null(await WhoAsync(visitor));
        }

        Assert.Single(answers.Distinct());
        using PageClient locked = accounts.Visitor();
        Assert.Contains("locked", (await SignInAsync(locked, "barred")).Errors, StringComparison.Ordinal);
        Assert.Contains("signin.refused", await accounts.AuditAsync("barred"));
        Assert.DoesNotContain("nobody", string.Concat(await accounts.Gallery.RowsAsync<string>("SELECT coalesce(target_id, '') FROM audit WHERE action = 'signin.failed'")), StringComparison.Ordinal);
    }

    private static Task<PageAnswer> AskAsync(PageClient visitor, string path, string email) =>
        visitor.SubmitAsync(path, new Dictionary<string, string> { ["Input.Email"] = email });
}
