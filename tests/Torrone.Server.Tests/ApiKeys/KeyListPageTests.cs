using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys</summary>
public sealed class KeyListPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Theory]
    [InlineData("/account/apikeys")]
    [InlineData("/account/apikeys/create?preset=ci")]
    [InlineData("/account/apikeys/nothing/delete")]
    public async Task Who_is_not_signed_in_signs_in_first_and_comes_back(string path)
    {
        using PageClient stranger = accounts.Visitor();
        PageAnswer answer = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.EndsWith("/users/account/LogOn?returnUrl=" + Uri.EscapeDataString(path), answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_keys_there_is_one_thing_to_do()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("lena");
        PageAnswer page = await browser.GetAsync(KeyPages.List);
        Assert.Contains("No API keys yet", page.MainText, StringComparison.Ordinal);
        Assert.Equal(KeyPages.Create, Assert.Single(page.Document.QuerySelectorAll("main a")).GetAttribute("href"));
    }

    [Fact]
    public async Task Each_state_has_its_badge_and_its_actions_and_no_secret_is_there()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("omar");
        Dictionary<string, string> keys = [];
        foreach (string name in (string[])["active", "expiring", "expired", "revoked", "frozen", "held", "once", "rotating"])
        {
            (keys[name], _) = await accounts.MakeAsync(browser, name);
        }

        long now = DateTimeOffset.Parse("2026-01-01T00:00:00Z").ToUnixTimeMilliseconds();
        await accounts.Gallery.ExecuteAsync(
            """
            UPDATE api_keys SET expires_at = @now WHERE principal_id = @person AND name = 'expired';
            UPDATE api_keys SET expires_at = created_at + 864000000 WHERE principal_id = @person AND name = 'expiring';
            UPDATE api_keys SET revoked_at = @now, revoked_reason = 'leaked' WHERE principal_id = @person AND name = 'revoked';
            UPDATE api_keys SET frozen_at = @now, frozen_reason = '14 new ids in 10 minutes' WHERE principal_id = @person AND name = 'frozen';
            UPDATE api_keys SET held_at = @now WHERE principal_id = @person AND name = 'held';
            UPDATE api_keys SET used_up_at = @now, used_up_package = 'Once.Only', used_up_version = '1.0.0' WHERE principal_id = @person AND name = 'once';
            UPDATE api_keys SET last_used_at = created_at, last_used_address = '10.0.0.4' WHERE principal_id = @person AND name = 'rotating';
            INSERT INTO api_key_secrets (key_id, hash, pepper_version, hint, created_at, ends_at)
            SELECT id, @hash, 1, 'old1', created_at, created_at + 75600000 FROM api_keys WHERE principal_id = @person AND name = 'rotating';
            UPDATE api_keys SET last_used_at = created_at - 10800000, last_used_package = 'Contoso.Json 2.1.0' WHERE principal_id = @person AND name = 'active'
            """, new { now, person, hash = new byte[32] });
        PageAnswer page = await browser.GetAsync(KeyPages.List);
        Dictionary<string, string> rows = page.Document.QuerySelectorAll("tbody tr").ToDictionary(
            r => r.QuerySelector(".key-name a")!.TextContent, r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["expiring", "expired", "frozen", "held", "rotating", "active", "once", "revoked"], rows.Keys);
        Assert.Contains("4 keys need your attention", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Expires in 10 days", rows["expiring"], StringComparison.Ordinal);
        Assert.Contains("Ended 1 Jan 2026", rows["expired"], StringComparison.Ordinal);
        Assert.Contains("leaked", rows["revoked"], StringComparison.Ordinal);
        Assert.Contains("(in 30 days)", rows["active"], StringComparison.Ordinal);
        Assert.Contains("3 hours ago Contoso.Json 2.1.0", rows["active"], StringComparison.Ordinal);
        Assert.Contains("14 new ids in 10 minutes", rows["frozen"], StringComparison.Ordinal);
        Assert.Contains("Old secret ends in 21 hours Last used from 10.0.0.4", rows["rotating"], StringComparison.Ordinal);
        Assert.Contains("Once.Only 1.0.0", rows["once"], StringComparison.Ordinal);
        (string Name, string Badge, string Lead)[] expected =
        [
            ("expiring", "Expires in 10 days", "Regenerate"), ("expired", "Expired", "Regenerate"), ("frozen", "Frozen", "Review"), ("held", "Held", "Review"),
            ("rotating", "Two secrets", "End old now"), ("active", "Active", "Details"), ("once", "Used up", "Delete"), ("revoked", "Revoked", "Delete"),
        ];
        foreach ((string name, string badge, string lead) in expected)
        {
            Assert.Contains(badge, rows[name], StringComparison.Ordinal);
            Assert.EndsWith(lead, rows[name], StringComparison.Ordinal);
            Assert.Contains(keys[name][..12] + "\u2026", rows[name], StringComparison.Ordinal);
            Assert.DoesNotContain(keys[name][12..], page.Html, StringComparison.Ordinal);
        }

        foreach (string address in page.Document.QuerySelectorAll(".key-actions a, .key-name a").Select(a => a.GetAttribute("href")!))
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(address)).Status);
        }

        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_text_on_the_page()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("ida");
        await accounts.MakeAsync(browser, "<b onclick=alert(1)>x</b>");
        PageAnswer page = await browser.GetAsync(KeyPages.List);
        Assert.Contains("<b onclick=alert(1)>x</b>", page.MainText, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main [onclick]"));
    }

    [Theory]
    [InlineData("state=attention", "old")]
    [InlineData("state=active", "builds,laptop")]
    [InlineData("state=expired", "old")]
    [InlineData("state=ended", "gone")]
    [InlineData("state=nonsense", "builds,gone,laptop,old")]
    [InlineData("q=LAP", "laptop")]
    [InlineData("q=fabrikam", "laptop")]
    [InlineData("q=nothing", "")]
    [InlineData("state=active&q=build", "builds")]
    [InlineData("owner=nobody", "")]
    public async Task The_filter_in_the_address_leaves_only_what_fits(string query, string names)
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("filter" + Math.Abs(query.GetHashCode(StringComparison.Ordinal)));
        foreach (string name in (string[])["builds", "laptop", "old", "gone"])
        {
            await accounts.MakeAsync(browser, name);
        }

        await accounts.Gallery.ExecuteAsync(
            """
            UPDATE api_keys SET expires_at = 1 WHERE principal_id = @person AND name = 'old';
            UPDATE api_keys SET revoked_at = 1 WHERE principal_id = @person AND name = 'gone';
            UPDATE api_key_scopes SET subject = 'Fabrikam.*' WHERE key_id = (SELECT id FROM api_keys WHERE principal_id = @person AND name = 'laptop')
            """, new { person });
        PageAnswer page = await browser.GetAsync($"{KeyPages.List}?{query}");
        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries),
            page.Document.QuerySelectorAll(".key-name a").Select(a => a.TextContent).Order(StringComparer.Ordinal));
        Assert.Equal(names.Length == 0, page.MainText.Contains("No key fits the filter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_beginning_of_a_key_finds_it()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("vera");
        (string secret, _) = await accounts.MakeAsync(browser, "one");
        await accounts.MakeAsync(browser, "two");
        PageAnswer page = await browser.GetAsync($"{KeyPages.List}?q={secret[..12]}");
        Assert.Equal(["one"], page.Document.QuerySelectorAll(".key-name a").Select(a => a.TextContent));
    }
}
