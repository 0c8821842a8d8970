using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Operations.Administration;

/// <summary>/admin/…: for administrators alone; what they show and do.</summary>
public sealed class SitePagesTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private static readonly string[] Pages =
        ["/admin/keys", "/admin/packages", "/admin/packages?id=a&version=1.0.0", "/admin/packages/a/1.0.0/delete", "/admin/audit", "/admin/audit?handler=Csv", "/admin/mail", "/admin/policies"];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_administrators_see_them()
    {
        await accounts.AddAsync("eve");
        using PageClient eve = await accounts.SignedInAsync("eve");
        using PageClient stranger = accounts.Visitor();
        foreach (string page in Pages)
        {
            PageAnswer refused = await eve.GetAsync(page);
            Assert.True(refused.Status == HttpStatusCode.Forbidden, $"{page}: {refused.Status}");
            Assert.StartsWith("/users/account/LogOn", (await stranger.GetAsync(page)).Location, StringComparison.Ordinal);
        }

        PageAnswer token = await eve.GetAsync("/account/signout");
        string antiforgery = token.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (string post in (string[])["/admin/keys?handler=Find", "/admin/keys?handler=Revoke", "/admin/mail?handler=Retry", "/admin/packages/a/1.0.0/delete"])
        {
            PageAnswer refused = await eve.PostAsync(post, new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = antiforgery, ["found"] = "x", ["key"] = "x", ["reason"] = "x", ["Input.Reason"] = "x", ["Input.Typed"] = "a",
            });
            Assert.True(refused.Status == HttpStatusCode.Forbidden, $"{post}: {refused.Status}");
        }
    }

    [Fact]
    public async Task A_key_is_found_by_all_that_may_be_left_of_it_and_revoked()
    {
        long person = (await accounts.AddAsync("frida")).PrincipalId;
        string key = await accounts.Gallery.KeyAsync(person, ["push"], ["Frida.*"]);
        byte[] hash = (await accounts.Gallery.RowsAsync<byte[]>(
            "SELECT s.hash FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id WHERE k.principal_id = @person", new { person })).Single();
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        foreach (string found in (string[])[key, $"  {key} ", key[..12], key[..12] + "\u2026", key[..30], Convert.ToHexString(hash), Convert.ToHexStringLower(hash), "frida"])
        {
            PageAnswer answer = await FindAsync(admin, found);
            Assert.Contains("Frida.*", answer.MainText, StringComparison.Ordinal);
            Assert.DoesNotContain(key, answer.Html, StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
        }

        foreach (string other in (string[])["trp_ZZZZ", "trr_" + key[4..12], key[..11] + (key[11] == 'a' ? 'b' : 'a'), new string('0', 64), "nobody-at-all", "100%"])
        {
            Assert.Contains("No such key", (await FindAsync(admin, other)).MainText, StringComparison.Ordinal);
        }

        PageAnswer page = await FindAsync(admin, key[..12]);
        PageAnswer unreasoned = await admin.SubmitAsync(page, "/admin/keys", new Dictionary<string, string> { ["reason"] = " " });
        Assert.Contains("Say why", unreasoned.Errors, StringComparison.Ordinal);
        PageAnswer done = await admin.SubmitAsync(page, "/admin/keys", new Dictionary<string, string> { ["reason"] = "Found in a log" });
        Assert.Equal("/admin/keys", done.Location);
        using HttpResponseMessage refused = await accounts.Gallery.UnlistAsync(key, "Frida.A", "1.0.0");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("revoked", refused.ReasonPhrase, StringComparison.Ordinal);
        Assert.Equal([$"{AdminName}: Found in a log"], await accounts.Gallery.RowsAsync<string>(
            "SELECT p.lower_name || ': ' || a.after_value FROM audit a JOIN principals p ON p.id = a.actor_id WHERE a.action = 'key.revoked' AND a.concerns_id = @person", new { person }));
        await accounts.Mail.WaitForAsync(m => m.To == "frida@example.test" && m.Subject.Contains("revoked", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_audit_log_is_narrowed_and_downloaded_without_formulas()
    {
        long person = (await accounts.AddAsync("gwen")).PrincipalId;
        await accounts.Gallery.ExecuteAsync(
            """
            INSERT INTO audit (public_id, at, actor_id, address, user_agent, action, target_kind, target_id, concerns_id, after_value)
            VALUES ('gwens-row', 1577880000000, @person, '192.0.2.77', '=cmd|calc', 'key.test-act', 'thing', '@SUM(A1)', @person, '-1+1')
            """, new { person });
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer shown = await admin.GetAsync("/admin/audit?kind=key&q=192.0.2.77&from=2020-01-01&to=2020-01-01");
        Assert.Contains("key.test-act", shown.MainText, StringComparison.Ordinal);
        foreach (string other in (string[])["kind=owner&q=192.0.2.77", "q=192.0.2.78", "q=192.0.2.77&to=2019-12-31", "q=192.0.2.77&from=2020-01-02"])
        {
            Assert.DoesNotContain("key.test-act", (await admin.GetAsync("/admin/audit?" + other)).MainText, StringComparison.Ordinal);
        }

        PageAnswer csv = await admin.GetAsync("/admin/audit?handler=Csv&q=192.0.2.77");
        Assert.Equal("text/csv; charset=utf-8", csv.Headers["Content-Type"]);
        string[] lines = csv.Html.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(
            "\"2020-01-01T12:00:00Z\",\"gwen\",\"key.test-act\",\"'@SUM(A1)\",\"key.test-act\",\"gwen\",\"\",\"\",\"192.0.2.77\",\"'=cmd|calc\",\"\",\"'-1+1\"",
            lines[1]);
    }

    [Fact]
    public async Task The_audit_log_is_read_page_by_page_and_downloaded_whole()
    {
        await accounts.Gallery.ExecuteAsync(
            """
            INSERT INTO audit (public_id, at, address, action)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
            SELECT 'many-' || i, 1577880000000 + (1000 * i), '192.0.2.99', 'key.many' FROM n
            """);
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer first = await admin.GetAsync("/admin/audit?q=192.0.2.99");
        Assert.Equal(50, first.Document.QuerySelectorAll("main tbody tr").Length);
        PageAnswer second = await admin.GetAsync(first.Document.QuerySelector("main a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(50, second.Document.QuerySelectorAll("main tbody tr").Length);
        Assert.Contains("before=many-2401", second.Document.QuerySelector("main a[rel=next]")!.GetAttribute("href"), StringComparison.Ordinal);
        PageAnswer csv = await admin.GetAsync("/admin/audit?handler=Csv&q=192.0.2.99");
        Assert.Equal(1 + 2500, csv.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
    }

    [Fact]
    public async Task A_letter_that_failed_is_seen_without_its_words_and_tried_again()
    {
        await accounts.Gallery.ExecuteAsync(
            """
            INSERT INTO mail_outbox (public_id, recipient, subject, text_body, created_at, next_attempt_at, attempts, last_error)
            VALUES ('stuck', 'stuck@example.test', 'A stuck letter', 'https://x/reset?token=hush', @now, @later, 3, 'Greylisted <b>')
            """, new { now = DateTimeOffset.Now.ToUnixTimeMilliseconds(), later = DateTimeOffset.Now.AddHours(3).ToUnixTimeMilliseconds() });
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer page = await admin.GetAsync("/admin/mail");
        Assert.Contains("A stuck letter", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Failed 3 times", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Greylisted <b>", page.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", page.Html, StringComparison.Ordinal);
        PageAnswer retried = await admin.SubmitAsync(page, "/admin/mail", Nothing, "handler=Retry");
        Assert.Equal("/admin/mail", retried.Location);
        await accounts.Mail.WaitForAsync(m => m.To == "stuck@example.test");
        List<long?> sent;
        do
        {
            await Task.Delay(50, Now);
            sent = await accounts.Gallery.RowsAsync<long?>("SELECT sent_at FROM mail_outbox WHERE public_id = 'stuck'");
        }
        while (sent.Single() is null);

        Assert.Contains("Sent", (await admin.GetAsync("/admin/mail")).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policies_in_force_name_their_settings()
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        string text = (await admin.GetAsync("/admin/policies")).MainText;
        Assert.Contains("Who may read packages Everyone Torrone__Read", text, StringComparison.Ordinal);
        Assert.Contains("Longest life of a key, in days 365 Torrone__Accounts__MaxKeyDays", text, StringComparison.Ordinal);
        Assert.Contains("Off Torrone__Limits__FreezeNewIds", text, StringComparison.Ordinal);
    }

    private static Task<PageAnswer> FindAsync(PageClient admin, string found) =>
        admin.SubmitAsync("/admin/keys", new Dictionary<string, string> { ["found"] = found }, "handler=Find");
}
