using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Invitations;
using Torrone.Server.Audit;
using Torrone.Server.Settings;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/admin/invitations, /account/invitation</summary>
public sealed class InvitationTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_link_to_copy_makes_one_account_without_any_mail()
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        long before = (await accounts.Gallery.RowsAsync<long>("SELECT coalesce(max(id), 0) FROM audit")).Single();
        PageAnswer made = await InviteAsync(admin, "", 1);
        string link = Link(made);
        Assert.Contains("no-store", made.Headers["Cache-Control"], StringComparison.Ordinal);
        PageAnswer list = await admin.GetAsync("/admin/invitations");
        Assert.DoesNotContain(link.Split('=')[1], list.Html, StringComparison.Ordinal);
        Assert.Contains("Whoever has the link", list.MainText, StringComparison.Ordinal);

        using PageClient tom = accounts.Visitor();
        Assert.Contains(AdminName, (await tom.FollowAsync(link)).MainText, StringComparison.Ordinal);
        Assert.Contains("3 to 64", (await AcceptAsync(tom, link, "x", "tom@example.test")).Errors, StringComparison.Ordinal);
        Assert.Equal("/", (await AcceptAsync(tom, link, "tom", "tom@example.test")).Location);
        Assert.Equal("tom", await WhoAsync(tom));
        Assert.Equal(["account.created", "signin"], await accounts.AuditAsync("tom"));
        Assert.Equal([AdminName, null], await accounts.Gallery.RowsAsync<string?>(
            "SELECT p.lower_name FROM audit a LEFT JOIN principals p ON p.id = a.actor_id WHERE a.action LIKE 'gallery.%' AND a.id > @before ORDER BY a.id", new { before }));
        using PageClient second = accounts.Visitor();
        Assert.Contains("used already", (await second.FollowAsync(link)).MainText, StringComparison.Ordinal);
        Assert.Contains("Accepted", (await admin.GetAsync("/admin/invitations")).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_gets_a_letter_and_is_the_accounts()
    {
        await accounts.AddAsync("ulla");
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        Assert.Contains("not an e-mail", (await InviteAsync(admin, "nonsense")).Errors, StringComparison.Ordinal);
        Assert.Contains("Another account", (await InviteAsync(admin, "ulla@example.test")).Errors, StringComparison.Ordinal);
        await InviteAsync(admin, "vic@example.test");
        string first = await accounts.LinkAsync("vic@example.test", "/account/invitation");
        string link = Link(await InviteAsync(admin, "VIC@example.test"));
        using PageClient vic = accounts.Visitor();
        Assert.Contains("used already", (await vic.FollowAsync(first)).MainText, StringComparison.Ordinal);
        PageAnswer form = await vic.FollowAsync(link);
        Assert.Null(form.Document.QuerySelector("[name='Input.Email']"));
        Assert.Equal("/", (await vic.SubmitAsync(form, link, new Dictionary<string, string> { ["Input.Name"] = "vic", ["Input.Password"] = Password })).Location);
        Assert.Equal(["VIC@example.test"], await accounts.Gallery.RowsAsync<string>(
            "SELECT u.email FROM users u JOIN principals p ON p.id = u.principal_id WHERE p.lower_name = 'vic' AND u.email_confirmed_at > 0"));
    }

    [Fact]
    public async Task A_cancelled_or_expired_link_is_dead()
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        string cancelled = Link(await InviteAsync(admin, "wim@example.test"));
        PageAnswer list = await admin.GetAsync("/admin/invitations");
        string id = list.Document.QuerySelectorAll("main tr").Single(r => r.TextContent.Contains("wim@example.test", StringComparison.Ordinal))
            .QuerySelector("[name='invitation']")!.GetAttribute("value")!;
        Assert.Equal("/admin/invitations", (await admin.SubmitAsync(list, "/admin/invitations", new Dictionary<string, string> { ["invitation"] = id }, "handler=Cancel")).Location);
        string expired = Link(await InviteAsync(admin, "xaver@example.test"));
        await accounts.Gallery.ExecuteAsync("UPDATE invitations SET expires_at = 1 WHERE email = 'xaver@example.test'");
        foreach (string link in (string[])[cancelled, expired, "/account/invitation?token=nonsense"])
        {
            using PageClient visitor = accounts.Visitor();
            PageAnswer page = await visitor.FollowAsync(link);
            Assert.Contains("used already, was cancelled, or has expired", page.MainText, StringComparison.Ordinal);
        }

        AcceptInvitation accept = accounts.Gallery.Get<AcceptInvitation>();
        InvitationAnswer answer = await accept.RunAsync(cancelled.Split('=')[1], new NewAccount("wim", "", Password), "http://x", Actor.CommandLine);
        Assert.Equal(InvitationAnswer.LinkIsOver, answer);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'wim'"));
    }

    [Fact]
    public async Task Of_two_who_accept_at_once_one_joins()
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        string link = Link(await InviteAsync(admin, ""));
        PageClient[] visitors = [.. Enumerable.Range(0, 4).Select(_ => accounts.Visitor())];
        PageAnswer[] answers = await Task.WhenAll(visitors.Select((v, i) => AcceptAsync(v, link, $"joiner{i}", $"joiner{i}@example.test")));
        Assert.Equal(1, answers.Count(a => a.Location == "/"));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name LIKE 'joiner%'"));
        foreach (PageClient visitor in visitors)
        {
            visitor.Dispose();
        }
    }

    [Fact]
    public async Task Nobody_else_invites_or_looks()
    {
        await accounts.AddAsync("yara");
        using PageClient visitor = await accounts.SignedInAsync("yara");
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/admin/invitations")).Status);
        Account yara = (await accounts.Gallery.Get<AccountDirectory>().FindByNameAsync("yara", TestContext.Current.CancellationToken))!;
        SignedIn person = new(yara.PrincipalId, yara.PublicId, "yara", IsAdmin: true, IsConfirmed: true, "session", 0);
        InviteToGallery invite = accounts.Gallery.Get<InviteToGallery>();
        await Assert.ThrowsAsync<NotAdministratorException>(() => invite.RunAsync(person, null, 7, "http://x", Actor.CommandLine));
        await Assert.ThrowsAsync<NotAdministratorException>(() => invite.ListAsync(person, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<NotAdministratorException>(() => invite.CancelAsync(person, "any", Actor.CommandLine));
    }

    [Theory]
    [InlineData("", "a@anything.test", true)]
    [InlineData("example.com, example.org", "a@EXAMPLE.org", true)]
    [InlineData("example.com", "a@sub.example.com", false)]
    [InlineData("example.com", "a@notexample.com", false)]
    [InlineData("*.example.com", "a@sub.example.com", true)]
    [InlineData("*.example.com", "a@example.com", false)]
    [InlineData("*.example.com", "a@evilexample.com", false)]
    public void Only_addresses_of_the_settings_domains_are_allowed(string setting, string address, bool allowed) =>
        Assert.Equal(allowed, new EmailDomains(new TorroneSettings { Accounts = new AccountSettings { EmailDomains = setting } }).Allows(address));

    [Fact]
    public async Task A_domain_that_is_not_allowed_neither_registers_nor_changes()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__Accounts__EmailDomains"] = "good.test", ["Torrone__Limits__SignInsPerTenMinutes"] = "0",
        });
        (await gallery.Server.CommandAsync(["users", "add", "zack", "--email", "zack@elsewhere.test", "--admin", "--password-stdin"], Password)).Succeeded();
        using PageClient visitor = new(gallery.Server.Address);
        Assert.Contains("this domain", (await RegisterAsync(visitor, "newcomer", "newcomer@bad.test")).Errors, StringComparison.Ordinal);
        Assert.Equal("/account/sent/confirm", (await RegisterAsync(visitor, "newcomer", "newcomer@good.test")).Location);
        Assert.Equal("/", (await SignInAsync(visitor, "zack")).Location);
        Assert.Contains("this domain", (await visitor.SubmitAsync("/account/email", new Dictionary<string, string> { ["Input.Email"] = "zack@bad.test" })).Errors, StringComparison.Ordinal);
        Assert.Equal("/account/email", (await visitor.SubmitAsync("/account/email", new Dictionary<string, string> { ["Input.Email"] = "zack@good.test" })).Location);
    }

    private static Task<PageAnswer> InviteAsync(PageClient admin, string email, int days = 7) =>
        admin.SubmitAsync("/admin/invitations", new Dictionary<string, string>
        {
            ["Input.Email"] = email, ["Input.Days"] = days.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });

    private static Task<PageAnswer> AcceptAsync(PageClient visitor, string link, string name, string email) =>
        visitor.SubmitAsync(link, new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Email"] = email, ["Input.Password"] = Password });

    private static string Link(PageAnswer made) => new Uri(made.Document.QuerySelector("main .code code")!.TextContent).PathAndQuery;
}
