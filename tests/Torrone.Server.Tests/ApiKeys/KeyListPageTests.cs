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
        foreach (string name in (string[])["active", "expiring", "expired", "revoked", "frozen"])
        {
            (keys[name], _) = await accounts.MakeAsync(browser, name);
        }

        long now = DateTimeOffset.Parse("2026-01-01T00:00:00Z").ToUnixTimeMilliseconds();
        await accounts.Gallery.ExecuteAsync(
            """
            UPDATE api_keys SET expires_at = @now WHERE principal_id = @person AND name = 'expired';
            UPDATE api_keys SET expires_at = created_at + 864000000 WHERE principal_id = @person AND name = 'expiring';
            UPDATE api_keys SET revoked_at = @now, revoked_reason = 'leaked' WHERE principal_id = @person AND name = 'revoked';
            UPDATE api_keys SET frozen_at = @now WHERE principal_id = @person AND name = 'frozen';
            UPDATE api_keys SET last_used_at = created_at - 10800000, last_used_package = 'Contoso.Json 2.1.0' WHERE principal_id = @person AND name = 'active'
            """, new { now, person });
        PageAnswer page = await browser.GetAsync(KeyPages.List);
        Dictionary<string, string> rows = page.Document.QuerySelectorAll("tbody tr").ToDictionary(
            r => r.QuerySelector("strong")!.TextContent, r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["expiring", "expired", "frozen", "active", "revoked"], rows.Keys);
        Assert.Contains("2 keys need your attention", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Expires in 10 days", rows["expiring"], StringComparison.Ordinal);
        Assert.Contains("Ended 1 Jan 2026", rows["expired"], StringComparison.Ordinal);
        Assert.Contains("leaked", rows["revoked"], StringComparison.Ordinal);
        Assert.Contains("(in 30 days)", rows["active"], StringComparison.Ordinal);
        Assert.Contains("3 hours ago Contoso.Json 2.1.0", rows["active"], StringComparison.Ordinal);
        foreach ((string name, string row) in rows)
        {
            Assert.Equal(name is not ("revoked" or "frozen"), row.Contains("Regenerate", StringComparison.Ordinal));
            Assert.Contains("Delete", row, StringComparison.Ordinal);
            Assert.Contains(keys[name][..12] + "\u2026", row, StringComparison.Ordinal);
            Assert.DoesNotContain(keys[name][12..], page.Html, StringComparison.Ordinal);
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
}
