using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>/account/second-step</summary>
public sealed class SecondStepTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task The_password_alone_opens_nothing_and_the_code_goes_on_to_where_one_wanted()
    {
        (PageClient browser, AuthenticatorApp app, _) = await accounts.EnrolledAsync("anna");
        using PageClient other = accounts.Visitor();
        await FactorPages.FirstStepAsync(other, "anna");
        Assert.Null(await WhoAsync(other));

        await accounts.NextCodeAsync("anna");
        PageAnswer answer = await FactorPages.SecondStepAsync(other, "anna", app.Now);
        Assert.Equal("/account/apikeys", answer.Location);
        Assert.Equal("anna", await WhoAsync(other));
        Assert.Equal("anna", await WhoAsync(browser));
        Assert.DoesNotContain("factor.failed", await accounts.AuditAsync("anna"));
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        (_, AuthenticatorApp app, _) = await accounts.EnrolledAsync("bea");
        await accounts.NextCodeAsync("bea");
        string code = app.Now;
        using PageClient first = accounts.Visitor();
        using PageClient second = accounts.Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await FactorPages.SecondStepAsync(first, "bea", code)).Status);
        PageAnswer again = await FactorPages.SecondStepAsync(second, "bea", code);
        Assert.Contains("a code is good once", again.Errors, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(second));
        Assert.Contains("factor.failed", await accounts.AuditAsync("bea"));
    }

    [Fact]
    public async Task A_recovery_code_works_once_in_any_case_and_its_use_is_mailed()
    {
        (_, _, string[] codes) = await accounts.EnrolledAsync("carla");
        Assert.Equal(10, codes.Length);
        using PageClient browser = accounts.Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await FactorPages.SecondStepAsync(browser, "carla", codes[0].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal))).Status);
        Assert.Contains("left: 9", (await accounts.Mail.WaitForAsync(m => m.To == "carla@example.test" && m.Subject.Contains("recovery code", StringComparison.Ordinal))).Text, StringComparison.Ordinal);
        using PageClient again = accounts.Visitor();
        Assert.NotEqual("", (await FactorPages.SecondStepAsync(again, "carla", codes[0])).Errors);
        Assert.Equal([1L, 9L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM recovery_codes c JOIN principals p ON p.id = c.user_id WHERE p.lower_name = 'carla' GROUP BY used_at IS NULL ORDER BY 1"));
    }

    [Fact]
    public async Task Ten_wrong_codes_pause_the_account_though_the_password_is_right_between_them()
    {
        (_, AuthenticatorApp app, _) = await accounts.EnrolledAsync("dora");
        using PageClient thief = accounts.Visitor();
        for (int i = 0; i < 10; i++)
        {
            Assert.NotEqual("", (await FactorPages.SecondStepAsync(thief, "dora", "00000" + i)).Errors);
        }

        // Now even the right password is not told from a wrong one.
        Assert.NotEqual("", (await SignInAsync(thief, "dora")).Errors);
        Assert.Contains("factor.paused", await accounts.AuditAsync("dora"));
        await accounts.Mail.WaitForAsync(m => m.To == "dora@example.test" && m.Subject.Contains("guessing", StringComparison.Ordinal));
        await accounts.Gallery.ExecuteAsync("UPDATE users SET lockout_end = 1 WHERE lower_email = 'dora@example.test'");
        await accounts.NextCodeAsync("dora");
        Assert.Equal(HttpStatusCode.Redirect, (await FactorPages.SecondStepAsync(thief, "dora", app.Now)).Status);
    }

    [Fact]
    public async Task Of_forty_guesses_at_once_no_more_than_ten_are_looked_at()
    {
        (_, AuthenticatorApp app, _) = await accounts.EnrolledAsync("elsa");
        using PageClient thief = accounts.Visitor();
        PageAnswer page = await FactorPages.FirstStepAsync(thief, "elsa");
        PageAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            thief.SubmitAsync(page, FactorPages.Step, new Dictionary<string, string> { ["Proof.Code"] = "1000" + i.ToString("00", System.Globalization.CultureInfo.InvariantCulture) })));
        Assert.All(answers, a => Assert.NotEqual(HttpStatusCode.Redirect, a.Status));
        await accounts.NextCodeAsync("elsa");
        // Paused: the right one is not looked at either.
        Assert.NotEqual("", (await thief.SubmitAsync(page, FactorPages.Step, new Dictionary<string, string> { ["Proof.Code"] = app.Now })).Errors);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT access_failed_count FROM users WHERE lower_email = 'elsa@example.test'"));
    }

    [Theory]
    [InlineData("fanny", "UPDATE principals SET locked_at = 1 WHERE lower_name = @name")]
    [InlineData("gina", "UPDATE users SET security_stamp = 'other' WHERE lower_email = @name || '@example.test'")]
    [InlineData("hanna", "UPDATE one_time_links SET expires_at = 1 WHERE purpose = 'second-step' AND user_id = (SELECT id FROM principals WHERE lower_name = @name)")]
    public async Task What_ends_a_session_ends_the_first_step(string name, string statement)
    {
        (_, AuthenticatorApp app, _) = await accounts.EnrolledAsync(name);
        await accounts.NextCodeAsync(name);
        using PageClient browser = accounts.Visitor();
        PageAnswer page = await FactorPages.FirstStepAsync(browser, name);
        await accounts.Gallery.ExecuteAsync(statement, new { name });
        PageAnswer answer = await browser.SubmitAsync(page, FactorPages.Step, new Dictionary<string, string> { ["Proof.Code"] = app.Now });
        Assert.StartsWith("/users/account/LogOn", answer.Location, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(browser));
    }

    [Fact]
    public async Task Without_a_first_step_the_page_leads_to_the_sign_in()
    {
        using PageClient stranger = accounts.Visitor();
        Assert.Equal("/users/account/LogOn", (await stranger.GetAsync(FactorPages.Step)).Location);
    }
}
