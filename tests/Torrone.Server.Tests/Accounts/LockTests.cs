using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Locks;
using Torrone.Server.Audit;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/admin/users/{person}: a lock stops everything, its end gives it back.</summary>
public sealed class LockTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_lock_stops_sessions_keys_and_links_at_once_and_says_why()
    {
        Account amy = await accounts.AddAsync("amy");
        string key = await accounts.Gallery.KeyAsync(amy.PrincipalId, ["push", "unlist"], ["*"]);
        Assert.Equal(HttpStatusCode.Created, await PushAsync(key, "Amy.One"));
        using PageClient session = await accounts.SignedInAsync("amy");
        using PageClient stranger = accounts.Visitor();
        await stranger.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = "amy@example.test" });
        string reset = await accounts.LinkAsync("amy@example.test", "/account/reset");

        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer page = await admin.GetAsync("/admin/users/" + amy.PublicId);
        Assert.Contains("Stops one API key now.", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Ends one session now.", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Say why", (await LockAsync(admin, amy, "  ")).Errors, StringComparison.Ordinal);
        Assert.Equal("amy", await WhoAsync(session));

        Assert.EndsWith(amy.PublicId, (await LockAsync(admin, amy, "Pushed\r\nmalware.")).Location, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(session));
        using HttpResponseMessage refused = await accounts.Gallery.PushAsync(key, new PackageBuilder("Amy.Two").Build());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("locked", refused.ReasonPhrase, StringComparison.OrdinalIgnoreCase);
        using HttpResponseMessage unlist = await accounts.Gallery.UnlistAsync(key, "Amy.One", "1.0.0");
        Assert.Equal(HttpStatusCode.Forbidden, unlist.StatusCode);
        Assert.Contains("used already", (await stranger.FollowAsync(reset)).MainText, StringComparison.Ordinal);
        Assert.Contains("locked", (await SignInAsync(stranger, "amy")).Errors, StringComparison.Ordinal);
        Assert.Equal(["Pushed  malware."], await accounts.Gallery.RowsAsync<string>("SELECT locked_reason FROM principals WHERE lower_name = 'amy'"));
        Assert.Equal([(AdminName, "Pushed  malware.")], await ActAsync("account.locked", amy));
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "amy@example.test" && m.Subject.Contains("was locked", StringComparison.Ordinal));
        Assert.Contains("Pushed  malware.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Pushed  malware.", letter.Html, StringComparison.Ordinal);
        Assert.Contains("Pushed malware.", (await admin.GetAsync("/admin/users/" + amy.PublicId)).MainText, StringComparison.Ordinal);

        // The end of it gives the key back, but no session.
        Assert.EndsWith(amy.PublicId, (await admin.SubmitAsync("/admin/users/" + amy.PublicId, Nothing, "handler=Unlock")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, await PushAsync(key, "Amy.Two"));
        Assert.Null(await WhoAsync(session));
        using PageClient again = await accounts.SignedInAsync("amy");
        Assert.Equal("amy", await WhoAsync(again));
        Assert.Equal([(AdminName, null)], await ActAsync("account.unlocked", amy));
        await accounts.Mail.WaitForAsync(m => m.To == "amy@example.test" && m.Subject.Contains("was unlocked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_administrator_locks_neither_herself_nor_twice()
    {
        Account ben = await accounts.AddAsync("ben");
        LockAccount locks = accounts.Gallery.Get<LockAccount>();
        Account grace = (await accounts.Gallery.Get<AccountDirectory>().FindByNameAsync(AdminName, TestContext.Current.CancellationToken))!;
        Actor actor = new(grace.PrincipalId, grace.PublicId);
        Assert.Equal(["LockSelf"], (await locks.LockAsync(Of(grace), grace.PublicId, "why", "http://x", actor))!.Select(p => p.Code));
        Assert.Equal(["LockReasonTooLong"], (await locks.LockAsync(Of(grace), ben.PublicId, new string('x', 501), "http://x", actor))!.Select(p => p.Code));
        Assert.Null(await locks.LockAsync(Of(grace), "nobody", "why", "http://x", actor));
        Assert.False(await locks.UnlockAsync(Of(grace), "nobody", "http://x", actor));
        Assert.Empty((await locks.LockAsync(Of(grace), ben.PublicId, "first", "http://x", actor))!);
        Assert.Empty((await locks.LockAsync(Of(grace), ben.PublicId, "second", "http://x", actor))!);
        Assert.Equal(["first"], await accounts.Gallery.RowsAsync<string>("SELECT locked_reason FROM principals WHERE lower_name = 'ben'"));
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        Assert.Null((await admin.GetAsync("/admin/users/" + grace.PublicId)).Document.QuerySelector("[name='Input.Reason']"));
    }

    [Fact]
    public async Task An_organization_is_locked_with_the_keys_that_act_for_it_and_its_administrators_are_told()
    {
        Account cleo = await accounts.AddAsync("cleo");
        Account grace = (await accounts.Gallery.Get<AccountDirectory>().FindByNameAsync(AdminName, TestContext.Current.CancellationToken))!;
        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES ('org-public-id', 1, 'Org', 'org', 1)");
        await accounts.Gallery.ExecuteAsync("INSERT INTO organizations (principal_id) SELECT id FROM principals WHERE lower_name = 'org'");
        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO memberships (organization_id, user_id, role, created_at) SELECT id, @PrincipalId, 'admin', 1 FROM principals WHERE lower_name = 'org'", cleo);
        LockAccount locks = accounts.Gallery.Get<LockAccount>();
        Assert.Empty((await locks.LockAsync(Of(grace), "org-public-id", "abandoned", "http://x", Actor.CommandLine))!);
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'org' AND locked_at > 0"));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM mail_outbox WHERE recipient = 'cleo@example.test' AND subject LIKE '%organization Org was locked%'"));
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer found = await admin.GetAsync("/admin/users?q=OR");
        Assert.Contains(found.Document.QuerySelectorAll("main tr"), r => r.QuerySelector("a[href$='/org-public-id']") is not null && r.TextContent.Contains("Locked", StringComparison.Ordinal));
        Assert.Equal("/admin/users/org-public-id", (await admin.SubmitAsync("/admin/users/org-public-id", Nothing, "handler=Unlock")).Location);
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'org' AND locked_at IS NULL"));
    }

    [Fact]
    public async Task Nobody_else_locks_or_looks_even_with_an_old_right()
    {
        Account dora = await accounts.AddAsync("dora");
        Account eve = await accounts.AddAsync("eve");
        using PageClient visitor = await accounts.SignedInAsync("eve");
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/admin/users/" + dora.PublicId)).Status);
        string token = (await visitor.GetAsync("/account")).Document.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        foreach (string handler in (string[])["Lock", "Unlock"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync($"/admin/users/{dora.PublicId}?handler={handler}", new Dictionary<string, string>
            {
                ["Input.Reason"] = "because", ["__RequestVerificationToken"] = token,
            })).Status);
        }

        // The session said administrator when the request began; the row says otherwise by now.
        LockAccount locks = accounts.Gallery.Get<LockAccount>();
        SignedIn former = Of(eve) with { IsAdmin = true };
        await Assert.ThrowsAsync<NotAdministratorException>(() => locks.LockAsync(former, dora.PublicId, "why", "http://x", Actor.CommandLine));
        await Assert.ThrowsAsync<NotAdministratorException>(() => locks.UnlockAsync(former, dora.PublicId, "http://x", Actor.CommandLine));
        await Assert.ThrowsAsync<NotAdministratorException>(() => locks.FindAsync(former, dora.PublicId, TestContext.Current.CancellationToken));
        Assert.Equal(["account.created"], await accounts.AuditAsync("dora"));
    }

    private static SignedIn Of(Account account) =>
        new(account.PrincipalId, account.PublicId, account.Name, account.IsAdmin, account.IsConfirmed, "session", 0);

    private static Task<PageAnswer> LockAsync(PageClient admin, Account whom, string reason) =>
        admin.SubmitAsync("/admin/users/" + whom.PublicId, new Dictionary<string, string> { ["Input.Reason"] = reason });

    private async Task<HttpStatusCode> PushAsync(string key, string id)
    {
        using HttpResponseMessage answer = await accounts.Gallery.PushAsync(key, new PackageBuilder(id).Build());
        return answer.StatusCode;
    }

    private async Task<List<(string?, string?)>> ActAsync(string action, Account whom) => [.. (await accounts.Gallery.RowsAsync<Act>(
        "SELECT p.lower_name AS who, a.after_value AS after FROM audit a JOIN principals p ON p.id = a.actor_id WHERE a.action = @action AND a.target_id = @PublicId",
        new { action, whom.PublicId })).Select(a => (a.Who, a.After))];

    private sealed class Act
    {
        public string? Who { get; init; }

        public string? After { get; init; }
    }
}
