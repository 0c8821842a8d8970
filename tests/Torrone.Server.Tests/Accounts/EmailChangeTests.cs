using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Audit;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account/email, /account/email/confirm, /account/email/undo</summary>
public sealed class EmailChangeTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private const string NewPassword = "green gopher hums at noon";

    [Fact]
    public async Task The_new_address_proves_itself_and_the_old_one_is_told()
    {
        await accounts.AddAsync("fay");
        using PageClient visitor = await accounts.SignedInAsync("fay");
        Assert.Contains("not an e-mail", (await AskAsync(visitor, "nonsense")).Errors, StringComparison.Ordinal);
        Assert.Contains("your address already", (await AskAsync(visitor, "FAY@example.test")).Errors, StringComparison.Ordinal);
        Assert.Equal("/account/email", (await AskAsync(visitor, "fay@new.test")).Location);
        Assert.Contains("fay@new.test", (await visitor.GetAsync("/account")).MainText, StringComparison.Ordinal);
        Assert.Equal(["fay@example.test"], await EmailAsync("fay"));

        string link = await accounts.LinkAsync("fay@new.test", "/account/email/confirm");
        using PageClient mailReader = accounts.Visitor();
        Assert.Contains("fay@new.test", (await mailReader.FollowAsync(link)).MainText, StringComparison.Ordinal);
        Assert.Equal(["fay@example.test"], await EmailAsync("fay"));
        Assert.Equal("/users/account/LogOn", (await mailReader.SubmitAsync(link, Nothing)).Location);
        Assert.Equal(["fay@new.test"], await EmailAsync("fay"));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM users WHERE lower_email = 'fay@new.test' AND email_changed_at > 0 AND email_confirmed_at > 0 AND pending_email IS NULL"));
        Assert.Equal(["email.asked", "email.changed"], (await accounts.AuditAsync("fay")).Where(a => a.StartsWith("email", StringComparison.Ordinal)));
        Assert.Equal(["f…@example.test|f…@new.test"], await accounts.Gallery.RowsAsync<string>(
            "SELECT before_value || '|' || after_value FROM audit WHERE action = 'email.changed' AND after_value LIKE 'f%'"));
        ReceivedMail told = await accounts.Mail.WaitForAsync(m => m.To == "fay@example.test" && m.Subject.Contains("was changed", StringComparison.Ordinal));
        Assert.DoesNotContain("new.test", told.Raw, StringComparison.Ordinal);
        Assert.Equal("fay", await WhoAsync(visitor));
        Assert.Equal("/", (await SignInAsync(mailReader, "fay@new.test")).Location);
        Assert.Contains("used already", (await accounts.Visitor().FollowAsync(link)).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_address_takes_the_account_back_from_whoever_took_it()
    {
        Account gil = await accounts.AddAsync("gil");
        string before = await accounts.Gallery.KeyAsync(gil.PrincipalId, ["push"], ["*"], daysAgo: 1);
        using PageClient thief = await accounts.SignedInAsync("gil");
        await ChangeAsync(thief, "thief@evil.test");
        string undo = await accounts.LinkAsync("gil@example.test", "/account/email/undo");
        // The thief settles in: another address, which gets an undo link of its own, a password, a key, a passkey.
        await ChangeAsync(thief, "thief2@evil.test");
        string thiefsUndo = await accounts.LinkAsync("thief@evil.test", "/account/email/undo");
        await accounts.Gallery.KeyAsync(gil.PrincipalId, ["push"], ["*"]);
        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO passkeys (credential_id, user_id, name, data, created_at) VALUES (@id, @PrincipalId, 'mine now', '{}', @now)",
            new { id = new byte[] { 1 }, gil.PrincipalId, now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() });
        await accounts.Gallery.ExecuteAsync("UPDATE users SET two_factor_enabled = 1, authenticator_secret = @id WHERE principal_id = @PrincipalId", new { id = new byte[] { 1 }, gil.PrincipalId });
        await accounts.Gallery.Database.WriteAsync(write => accounts.Gallery.Get<AuditLog>().WriteAsync(
            write, new AuditEntry("authenticator.added", Actor.CommandLine, ConcernsId: gil.PrincipalId)), TestContext.Current.CancellationToken);

        using PageClient gilAgain = accounts.Visitor();
        Assert.Contains("gil@example.test", (await gilAgain.FollowAsync(undo)).MainText, StringComparison.Ordinal);
        Assert.Equal("gil", await WhoAsync(thief));
        PageAnswer done = await gilAgain.SubmitAsync(undo, Nothing);
        Assert.StartsWith("/account/reset?token=", done.Location, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(thief));
        Assert.Equal(["gil@example.test"], await EmailAsync("gil"));
        Assert.NotEqual("", (await SignInAsync(thief, "gil")).Errors);
        Assert.Equal([1L, 0L], await accounts.Gallery.RowsAsync<long>(
            "SELECT CASE WHEN revoked_at IS NULL THEN 1 ELSE 0 END FROM api_keys WHERE principal_id = @PrincipalId ORDER BY created_at", gil));
        Assert.NotEmpty(before);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM passkeys WHERE user_id = @PrincipalId", gil));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM users WHERE principal_id = @PrincipalId AND two_factor_enabled = 0 AND authenticator_secret IS NULL", gil));
        Assert.Contains("7 days are over", (await thief.FollowAsync(thiefsUndo)).MainText, StringComparison.Ordinal);
        Assert.Contains("7 days are over", (await accounts.Visitor().FollowAsync(undo)).MainText, StringComparison.Ordinal);
        Assert.Contains("email.restored", await accounts.AuditAsync("gil"));

        Assert.Equal("/users/account/LogOn", (await gilAgain.SubmitAsync(done.Location!, new Dictionary<string, string> { ["Input.Password"] = NewPassword })).Location);
        Assert.Equal("/", (await SignInAsync(gilAgain, "gil", NewPassword)).Location);
        await accounts.Mail.WaitForAsync(m => m.To == "gil@example.test" && m.Subject.Contains("again the e-mail address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_taken_address_reads_the_same_and_its_holder_is_told()
    {
        await accounts.AddAsync("hana");
        await accounts.AddAsync("igor");
        using PageClient visitor = await accounts.SignedInAsync("hana");
        PageAnswer free = await AskAsync(visitor, "hana2@example.test");
        PageAnswer taken = await AskAsync(visitor, "Igor@example.test");
        Assert.Equal((free.Status, free.Location, free.Html), (taken.Status, taken.Location, taken.Html));
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "igor@example.test");
        Assert.DoesNotContain("token=", letter.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("hana", letter.Raw, StringComparison.Ordinal);
        // An address that its holder gave up and may take back is not free either.
        using PageClient igor = await accounts.SignedInAsync("igor");
        await ChangeAsync(igor, "igor@new.test");
        await AskAsync(visitor, "igor@example.test");
        using PageClient stranger = accounts.Visitor();
        Assert.Equal("/account/sent/confirm", (await RegisterAsync(stranger, "igorsecond", "igor@example.test")).Location);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'igorsecond'"));
        Assert.DoesNotContain(accounts.Mail.All(), m => m.To == "igor@example.test" && m.Text.Contains("/account/email/confirm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wish_is_taken_back_and_the_newest_link_alone_works()
    {
        await accounts.AddAsync("joe");
        using PageClient visitor = await accounts.SignedInAsync("joe");
        await AskAsync(visitor, "jo1@new.test");
        string first = await accounts.LinkAsync("jo1@new.test", "/account/email/confirm");
        await AskAsync(visitor, "jo2@new.test");
        string second = await accounts.LinkAsync("jo2@new.test", "/account/email/confirm");
        Assert.Contains("used already", (await accounts.Visitor().FollowAsync(first)).MainText, StringComparison.Ordinal);
        Assert.Equal("/account/email", (await visitor.SubmitAsync("/account/email", Nothing, "handler=Cancel")).Location);
        Assert.Contains("used already", (await accounts.Visitor().FollowAsync(second)).MainText, StringComparison.Ordinal);
        Assert.DoesNotContain("jo2@new.test", (await visitor.GetAsync("/account")).MainText, StringComparison.Ordinal);
        Assert.Equal("email.cancelled", (await accounts.AuditAsync("joe"))[^1]);
    }

    [Fact]
    public async Task Without_a_fresh_proof_nothing_is_asked_for()
    {
        Account kim = await accounts.AddAsync("kim");
        using PageClient visitor = await accounts.SignedInAsync("kim");
        await accounts.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = 1 WHERE user_id = @PrincipalId", kim);
        PageAnswer asked = await AskAsync(visitor, "kim@new.test");
        Assert.Contains("confirm that it is you", asked.MainText, StringComparison.Ordinal);
        Assert.Equal("kim@new.test", asked.Document.QuerySelector("[name='Input.Email']")!.GetAttribute("value"));
        Assert.DoesNotContain("email.asked", await accounts.AuditAsync("kim"));
        // The operation asks for itself.
        string session = Assert.Single(await accounts.Gallery.RowsAsync<string>("SELECT public_id FROM sessions WHERE user_id = @PrincipalId", kim));
        Actor who = new(kim.PrincipalId, kim.PublicId) { SessionPublicId = session };
        SignedIn person = new(kim.PrincipalId, kim.PublicId, "kim", IsAdmin: false, IsConfirmed: true, session, long.MaxValue);
        Assert.Equal([AccountProblem.ProofTooOld], await accounts.Gallery.Get<ChangeEmail>().AskAsync(person, "kim@new.test", "http://x", who));
        Assert.Equal("/account/email", (await visitor.SubmitAsync(asked, "/account/email",
            new Dictionary<string, string> { ["Input.Email"] = "kim@new.test", ["Proof.Password"] = Password })).Location);
        Assert.Equal("email.asked", (await accounts.AuditAsync("kim"))[^1]);
    }

    private static Task<PageAnswer> AskAsync(PageClient visitor, string email) =>
        visitor.SubmitAsync("/account/email", new Dictionary<string, string> { ["Input.Email"] = email });

    private async Task ChangeAsync(PageClient visitor, string email)
    {
        Assert.Equal("/account/email", (await AskAsync(visitor, email)).Location);
        string link = await accounts.LinkAsync(email, "/account/email/confirm");
        Assert.Equal("/account", (await visitor.SubmitAsync(link, Nothing)).Location);
    }

    private Task<List<string>> EmailAsync(string name) => accounts.Gallery.RowsAsync<string>(
        "SELECT u.email FROM users u JOIN principals p ON p.id = u.principal_id WHERE p.lower_name = @name", new { name });
}
