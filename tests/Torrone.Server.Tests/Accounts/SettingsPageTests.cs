using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account: the password. /account/sessions.</summary>
public sealed class SettingsPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private const string NewPassword = "green gopher hums at noon";

    [Fact]
    public async Task A_changed_password_ends_every_other_session()
    {
        await accounts.AddAsync("lena");
        using PageClient here = await accounts.SignedInAsync("lena");
        using PageClient there = await accounts.SignedInAsync("lena");
        Assert.Contains("not your current", (await ChangeAsync(here, "wrong", NewPassword)).Errors, StringComparison.Ordinal);
        Assert.Contains("tried first", (await ChangeAsync(here, Password, "password2024")).Errors, StringComparison.Ordinal);
        Assert.Equal("lena", await WhoAsync(there));

        Assert.Equal("/account", (await ChangeAsync(here, Password, NewPassword)).Location);
        Assert.Equal("lena", await WhoAsync(here));
        Assert.Null(await WhoAsync(there));
        Assert.Equal("/", (await SignInAsync(there, "lena", NewPassword)).Location);
        Assert.Contains("password.changed", await accounts.AuditAsync("lena"));
        await accounts.Mail.WaitForAsync(m => m.To == "lena@example.test" && m.Subject.Contains("changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stolen_session_cannot_guess_the_password_for_ever()
    {
        await accounts.AddAsync("mona");
        using PageClient thief = await accounts.SignedInAsync("mona");
        for (int i = 0; i < 10; i++)
        {
            await ChangeAsync(thief, "wrong", NewPassword);
        }

        Assert.Contains("not your current", (await ChangeAsync(thief, Password, NewPassword)).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("password.changed", await accounts.AuditAsync("mona"));
    }

    [Fact]
    public async Task A_session_that_is_ended_is_over_with_the_next_request()
    {
        await accounts.AddAsync("nora");
        using PageClient here = await accounts.SignedInAsync("nora");
        using PageClient there = await accounts.SignedInAsync("nora");
        using PageClient elsewhere = await accounts.SignedInAsync("nora");
        PageAnswer list = await here.GetAsync("/account/sessions");
        Assert.Equal(3, list.Document.QuerySelectorAll("main tbody tr").Length);
        Assert.Equal("/account/sessions", (await here.SubmitAsync("/account/sessions", new Dictionary<string, string> { ["session"] = await SessionOfAsync(there) })).Location);
        Assert.Null(await WhoAsync(there));
        Assert.Equal("nora", await WhoAsync(elsewhere));
        Assert.Equal("/account/sessions", (await here.SubmitAsync("/account/sessions", Nothing, "handler=EndOthers")).Location);
        Assert.Null(await WhoAsync(elsewhere));
        Assert.Equal("nora", await WhoAsync(here));
        Assert.Equal(["session.ended", "session.others-ended"], (await accounts.AuditAsync("nora")).TakeLast(2));
        using PageClient last = await accounts.SignedInAsync("nora");
        Assert.Equal("/", (await last.SubmitAsync("/account/sessions", Nothing, "handler=EndAll")).Location);
        Assert.Null(await WhoAsync(here));
        Assert.Null(await WhoAsync(last));
        Assert.Equal("session.all-ended", (await accounts.AuditAsync("nora"))[^1]);
    }

    [Fact]
    public async Task Nobody_ends_somebody_elses_session()
    {
        await accounts.AddAsync("olga");
        await accounts.AddAsync("pia");
        using PageClient olga = await accounts.SignedInAsync("olga");
        using PageClient pia = await accounts.SignedInAsync("pia");
        using PageClient pia2 = await accounts.SignedInAsync("pia");
        await pia.SubmitAsync("/account/sessions", new Dictionary<string, string> { ["session"] = await SessionOfAsync(olga) });
        Assert.Equal("olga", await WhoAsync(olga));
    }

    [Theory]
    [InlineData("locked", "UPDATE principals SET locked_at = 1 WHERE lower_name = @name")]
    [InlineData("deleted", "UPDATE principals SET deleted_at = 1 WHERE lower_name = @name")]
    [InlineData("stamped", "UPDATE users SET security_stamp = 'other' WHERE lower_email = @name || '@example.test'")]
    [InlineData("expired", "UPDATE sessions SET expires_at = 1 WHERE user_id = (SELECT id FROM principals WHERE lower_name = @name)")]
    [InlineData("too-old", "UPDATE sessions SET created_at = 1 WHERE user_id = (SELECT id FROM principals WHERE lower_name = @name)")]
    public async Task What_ends_a_session_ends_it_at_once(string name, string statement)
    {
        await accounts.AddAsync(name);
        using PageClient visitor = await accounts.SignedInAsync(name);
        Assert.Equal(name, await WhoAsync(visitor));
        await accounts.Gallery.ExecuteAsync(statement, new { name });
        Assert.Null(await WhoAsync(visitor));
    }

    private static Task<PageAnswer> ChangeAsync(PageClient visitor, string current, string password) =>
        visitor.SubmitAsync("/account", new Dictionary<string, string> { ["Input.Current"] = current, ["Input.Password"] = password });

    private async Task<string> SessionOfAsync(PageClient visitor) => Assert.Single(await accounts.Gallery.RowsAsync<string>(
        "SELECT public_id FROM sessions WHERE id_hash = @hash", new
        {
            hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
                visitor.Cookies.GetAllCookies().Single(c => c.Name == "torrone-session").Value)),
        }));
}
