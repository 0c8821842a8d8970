using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/admin/users</summary>
public sealed class AdministrationTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Who_waits_is_seen_first_and_confirmed()
    {
        Account waiting = await accounts.AddAsync("zoe", confirmed: false);
        await accounts.AddAsync("adam");
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer list = await admin.GetAsync("/admin/users");
        List<(string? Name, bool Waits)> people = [.. list.Document.QuerySelectorAll("main tbody tr").Select(
            row => (row.QuerySelector("strong")?.TextContent, row.TextContent.Contains("Waits for confirmation", StringComparison.Ordinal)))];
        Assert.Contains(("zoe", true), people);
        Assert.Contains(("adam", false), people);
        Assert.Equal(people.OrderBy(p => !p.Waits).ThenBy(p => p.Name, StringComparer.Ordinal), people);
        PageAnswer done = await PressAsync(admin, list, "Confirm", waiting.PublicId);
        Assert.StartsWith("/admin/users", done.Location, StringComparison.Ordinal);
        using PageClient zoe = await accounts.SignedInAsync("zoe");
        Assert.Equal("zoe", await WhoAsync(zoe));
        Assert.Equal([AdminName], await accounts.Gallery.RowsAsync<string>(
            "SELECT p.lower_name FROM audit a JOIN principals p ON p.id = a.actor_id WHERE a.action = 'account.confirmed' AND a.target_id = @PublicId", waiting));
    }

    [Fact]
    public async Task A_link_to_hand_over_is_shown_once_and_works()
    {
        Account waiting = await accounts.AddAsync("yves", confirmed: false);
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer page = await PressAsync(admin, await admin.GetAsync("/admin/users?q=yves"), "Link", waiting.PublicId);
        Uri link = new(page.Document.QuerySelector("main .code code")!.TextContent);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Null((await admin.GetAsync("/admin/users?q=yves")).Document.QuerySelector("main .code"));
        using PageClient yves = accounts.Visitor();
        Assert.Equal("/users/account/LogOn", (await yves.SubmitAsync(link.PathAndQuery, Nothing)).Location);
        Assert.Equal("/", (await SignInAsync(yves, "yves")).Location);
    }

    [Fact]
    public async Task A_person_is_added_with_a_link_to_choose_a_password()
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer refused = await AddAsync(admin, "Grace", "x");
        Assert.Contains("not an e-mail", refused.Errors, StringComparison.Ordinal);
        PageAnswer page = await AddAsync(admin, "xena", "xena@example.test");
        Uri link = new(page.Document.QuerySelector("main .code code")!.TextContent);
        using PageClient xena = accounts.Visitor();
        Assert.NotEqual("", (await SignInAsync(xena, "xena", "")).Errors);
        Assert.Equal("/users/account/LogOn", (await xena.SubmitAsync(
            link.PathAndQuery, new Dictionary<string, string> { ["Input.Password"] = Password })).Location);
        Assert.Equal("/", (await SignInAsync(xena, "xena")).Location);
        Assert.Equal(["account.created", "account.link-made", "password.reset", "signin"], (await accounts.AuditAsync("xena")).Where(a => a != "signin.failed"));
    }

    [Fact]
    public async Task Nobody_else_may_look_or_act()
    {
        Account waiting = await accounts.AddAsync("wanda", confirmed: false);
        await accounts.AddAsync("vera");
        using PageClient stranger = accounts.Visitor();
        Assert.StartsWith("/users/account/LogOn?returnUrl=", (await stranger.GetAsync("/admin/users")).Location, StringComparison.Ordinal);
        using PageClient vera = await accounts.SignedInAsync("vera");
        PageAnswer refused = await vera.GetAsync("/admin/users");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.DoesNotContain("wanda", refused.Html, StringComparison.Ordinal);
        string token = (await vera.GetAsync("/account")).Document.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        foreach (string handler in (string[])["Confirm", "Link", "Add"])
        {
            PageAnswer answer = await vera.PostAsync("/admin/users?handler=" + handler, new Dictionary<string, string>
            {
                ["person"] = waiting.PublicId, ["Input.Name"] = "intruder", ["Input.Email"] = "intruder@example.test", ["__RequestVerificationToken"] = token,
            });
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }

        Assert.Equal(["account.created"], await accounts.AuditAsync("wanda"));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'intruder'"));
    }

    [Fact]
    public async Task The_operation_asks_for_itself()
    {
        Account waiting = await accounts.AddAsync("ursula", confirmed: false);
        Account other = await accounts.AddAsync("tanja");
        SignedIn person = new(other.PrincipalId, other.PublicId, other.Name, IsAdmin: false, IsConfirmed: true, "session", 0);
        AccountAdministration administration = accounts.Gallery.Get<AccountAdministration>();
        await Assert.ThrowsAsync<NotAdministratorException>(() => administration.SearchAsync(person, ""));
        await Assert.ThrowsAsync<NotAdministratorException>(() => administration.ConfirmAsync(person, waiting.PublicId, Actor.CommandLine));
        await Assert.ThrowsAsync<NotAdministratorException>(() => administration.MakeLinkAsync(person, waiting.PublicId, "http://x", Actor.CommandLine));
        await Assert.ThrowsAsync<NotAdministratorException>(() => administration.AddAsync(person, "sabine", "sabine@example.test", "http://x", Actor.CommandLine));
        Assert.Equal(["account.created"], await accounts.AuditAsync("ursula"));
    }

    [Theory]
    [InlineData("RuDi", new[] { "rudi" })]
    [InlineData("rudi_", new string[0])]
    [InlineData("%", new string[0])]
    public async Task The_search_takes_words_as_they_are(string text, string[] found)
    {
        AccountDirectory directory = accounts.Gallery.Get<AccountDirectory>();
        if (await directory.FindByNameAsync("rudi", TestContext.Current.CancellationToken) is null)
        {
            await accounts.AddAsync("rudi");
        }

        Assert.Equal(found, (await directory.SearchAsync(text, 10, TestContext.Current.CancellationToken)).Select(a => a.Name));
    }

    private static Task<PageAnswer> AddAsync(PageClient admin, string name, string email) =>
        admin.SubmitAsync("/admin/users", new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Email"] = email });

    private static Task<PageAnswer> PressAsync(PageClient admin, PageAnswer page, string handler, string person)
    {
        string token = page.Document.QuerySelector("main input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        AngleSharp.Dom.IElement button = page.Document.QuerySelectorAll($"main button[formaction*='handler={handler}']")
            .Single(b => b.Closest("form")!.QuerySelector("[name=person]")!.GetAttribute("value") == person);
        return admin.PostAsync(button.GetAttribute("formaction")!, new Dictionary<string, string> { ["person"] = person, ["__RequestVerificationToken"] = token });
    }
}
