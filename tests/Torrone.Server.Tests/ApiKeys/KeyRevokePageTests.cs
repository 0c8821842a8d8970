using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys/revoke, without script.</summary>
public sealed class KeyRevokePageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private const string Address = "/account/apikeys/revoke";

    [Fact]
    public async Task Several_keys_are_shown_first_and_then_stop_together_with_a_reason()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("ilka");
        (string one, string first) = await accounts.MakeAsync(browser, "one");
        (string two, string second) = await accounts.MakeAsync(browser, "two");
        (string three, _) = await accounts.MakeAsync(browser, "three");
        PageAnswer ask = await browser.GetAsync($"{Address}?key={first}&key={second}");
        Assert.Contains("Revoke 2 keys?", ask.MainText, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], ask.Document.QuerySelectorAll(".stopping strong.anywhere").Select(s => s.TextContent).Where(t => t is "one" or "two").Distinct());
        Assert.Null(await accounts.CodeAsync(one));

        PageAnswer done = await browser.PostAsync(Address, Form(ask, first, second));
        Assert.Equal(KeyPages.List, done.Location);
        PageAnswer list = await browser.GetAsync(KeyPages.List);
        Assert.Contains("2 keys were revoked.", list.MainText, StringComparison.Ordinal);
        Assert.Contains("found in a log", list.MainText, StringComparison.Ordinal);
        Assert.Equal(("key-revoked", "key-revoked", (string?)null), (await accounts.CodeAsync(one), await accounts.CodeAsync(two), await accounts.CodeAsync(three)));
        Assert.Equal([2L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM api_keys WHERE principal_id = @person AND revoked_by = @person AND revoked_reason = 'found in a log'", new { person }));
    }

    [Fact]
    public async Task With_anothers_key_among_them_nothing_stops()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("jarl");
        (PageClient victim, _) = await accounts.ArriveAsync("karin");
        (string own, string mine) = await accounts.MakeAsync(browser);
        (string other, string theirs) = await accounts.MakeAsync(victim);
        PageAnswer ask = await browser.GetAsync($"{Address}?key={mine}");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(Address, Form(ask, mine, theirs))).Status);
        Assert.Equal(((string?)null, (string?)null), (await accounts.CodeAsync(own), await accounts.CodeAsync(other)));
    }

    [Fact]
    public async Task Without_a_tick_one_is_back_at_the_list()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("lothar");
        Assert.Equal(KeyPages.List, (await browser.GetAsync(Address)).Location);
    }

    private static IEnumerable<KeyValuePair<string, string>> Form(PageAnswer page, params string[] keys) =>
    [
        KeyValuePair.Create("__RequestVerificationToken", KeyPages.Sent(page)["__RequestVerificationToken"]),
        KeyValuePair.Create("Reason", "found in a log"), .. keys.Select(k => KeyValuePair.Create("key", k)),
    ];
}
