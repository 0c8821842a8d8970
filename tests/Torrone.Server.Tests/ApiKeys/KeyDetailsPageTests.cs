using System.Net;
using System.Text.Json;
using Torrone.Server.ApiKeys;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys/{id}</summary>
public sealed class KeyDetailsPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task The_page_says_what_the_key_may_do_and_reaches_and_what_narrows_it()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("paula");
        await accounts.OwnAsync(person, "Contoso.Paula", "Other.Paula");
        (string secret, string id) = await accounts.MakeAsync(browser);
        await accounts.Gallery.ExecuteAsync(
            """
            UPDATE api_keys SET single_use = 1 WHERE principal_id = @person;
            INSERT INTO api_key_addresses (key_id, range) SELECT id, '10.0.0.0/8' FROM api_keys WHERE principal_id = @person;
            INSERT INTO api_key_versions (key_id, lower_version) SELECT id, '2.0.0' FROM api_keys WHERE principal_id = @person
            """, new { person });
        PageAnswer page = await browser.GetAsync($"{KeyPages.List}/{id}");
        Assert.Contains("This key lets CI push new packages and new versions of Contoso.*", page.MainText, StringComparison.Ordinal);
        Assert.Contains("Reaches 1 of 2 packages today: Contoso.Paula", page.MainText, StringComparison.Ordinal);
        Assert.Contains("It works only from 10.0.0.0/8.", page.MainText, StringComparison.Ordinal);
        Assert.Contains("It is for version 2.0.0 alone.", page.MainText, StringComparison.Ordinal);
        Assert.Contains("It is used up by the first version that it pushes.", page.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[12..], page.Html, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_key_was_used_for_is_named()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("quinn");
        (_, string id) = await accounts.MakeAsync(browser);
        KeyOperation[] all = Enum.GetValues<KeyOperation>();
        foreach (KeyOperation operation in all)
        {
            await accounts.Gallery.ExecuteAsync(
                """
                INSERT INTO api_key_uses (key_id, at, action, package, version, address, client, result)
                SELECT id, @at, @action, 'Contoso.Json', '1.0.0', '203.0.113.7', 'a client', 'ok' FROM api_keys WHERE principal_id = @person
                """, new { person, at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), action = operation.Name() });
        }

        PageAnswer page = await browser.GetAsync($"{KeyPages.List}/{id}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        string[] words = [.. page.Document.QuerySelectorAll("table.uses tbody tr td:nth-child(2) div").Select(d => d.FirstChild!.TextContent.Trim())];
        Assert.Equal(all.Length, words.Distinct().Count(w => w.Length > 0));
    }

    [Fact]
    public async Task Every_use_is_listed_newest_first_and_a_refused_one_names_its_rule()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("quentin");
        (_, string id) = await accounts.MakeAsync(browser);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (int i = 0; i < 22; i++)
        {
            await accounts.Gallery.ExecuteAsync(
                """
                INSERT INTO api_key_uses (key_id, at, action, package, version, address, client, result)
                SELECT id, @at, 'push', 'Contoso.Json', @version, '203.0.113.7', 'a client', @result FROM api_keys WHERE principal_id = @person
                """, new { person, at = now - (i * 1000), version = $"1.{i}.0", result = i == 1 ? "scope-package" : "ok" });
        }

        PageAnswer page = await browser.GetAsync($"{KeyPages.List}/{id}");
        string[] rows = [.. page.Document.QuerySelectorAll("table.uses tbody tr").Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal(20, rows.Length);
        Assert.Contains("Push Contoso.Json 1.0.0 203.0.113.7 a client Allowed", rows[0], StringComparison.Ordinal);
        Assert.Contains("Refused The key does not cover the package scope-package", rows[1], StringComparison.Ordinal);
        Assert.Contains("21 uses in the last 30 days went through. 1 was refused.", page.MainText, StringComparison.Ordinal);
        Assert.Equal(90, page.Document.QuerySelectorAll("svg.use-chart rect").Length);
        PageAnswer second = await browser.GetAsync($"{KeyPages.List}/{id}?page=2");
        Assert.Equal(2, second.Document.QuerySelectorAll("table.uses tbody tr").Length);
    }

    [Theory]
    [InlineData("Contoso.Theirs", "not-owner")]
    [InlineData("Elsewhere.Json", "scope-package")]
    public async Task The_page_refuses_by_the_same_rule_as_the_address_of_pushes(string package, string code)
    {
        (PageClient browser, _) = await accounts.ArriveAsync("rita-" + code);
        (_, long other) = await accounts.ArriveAsync("sven-" + code);
        await accounts.OwnAsync(other, package);
        (string secret, string id) = await accounts.MakeAsync(browser);
        using HttpResponseMessage pushed = await accounts.Gallery.PushAsync(secret, new PackageBuilder(package).Build());
        using JsonDocument problem = JsonDocument.Parse(await pushed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.EndsWith(code, problem.RootElement.GetProperty("type").GetString(), StringComparison.Ordinal);

        PageAnswer page = await browser.GetAsync($"{KeyPages.List}/{id}?use=push&id={package}&version=1.0.0");
        Assert.Contains($"A push of {package} 1.0.0 would be refused.", page.MainText, StringComparison.Ordinal);
        Assert.Equal(code, page.Document.QuerySelector(".notice-danger code")!.TextContent);
        Assert.Contains(problem.RootElement.GetProperty("title").GetString()!, page.MainText, StringComparison.Ordinal);
        Assert.Single(page.Document.QuerySelectorAll(".rule-failed"));
    }

    [Fact]
    public async Task A_use_that_would_pass_is_said_to_pass_and_nothing_is_done()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("tilda");
        (_, string id) = await accounts.MakeAsync(browser);
        PageAnswer page = await browser.GetAsync($"{KeyPages.List}/{id}?id=Contoso.New&version=1.0.0");
        Assert.Contains("A push of Contoso.New 1.0.0 would be let pass.", page.MainText, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll(".rule-failed"));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>(
            "SELECT count(*) FROM api_key_uses u JOIN api_keys k ON k.id = u.key_id WHERE k.principal_id = @person", new { person }));
        Assert.Contains("is not", (await browser.GetAsync($"{KeyPages.List}/{id}?id=a%2Fb")).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anothers_key_is_on_no_page()
    {
        (PageClient uwe, long person) = await accounts.ArriveAsync("uwe");
        (_, string id) = await accounts.MakeAsync(uwe);
        await accounts.Gallery.ExecuteAsync("UPDATE api_keys SET frozen_at = 1 WHERE principal_id = @person", new { person });
        (PageClient stranger, _) = await accounts.ArriveAsync("xenia");
        foreach (string act in (string[])["", "/edit", "/regenerate", "/end-old", "/release", "/delete"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{KeyPages.List}/{id}{act}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{KeyPages.List}/revoke?key={id}")).Status);
    }

    [Fact]
    public async Task The_first_page_tells_of_keys_that_need_attention()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("yann");
        await accounts.MakeAsync(browser);
        await accounts.MakeAsync(browser, "two");
        Assert.DoesNotContain("your attention", (await browser.GetAsync("/")).MainText, StringComparison.Ordinal);
        await accounts.Gallery.ExecuteAsync("UPDATE api_keys SET expires_at = 1 WHERE principal_id = @person", new { person });
        Assert.Contains("2 keys need your attention", (await browser.GetAsync("/")).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packages_page_tells_its_owner_alone_which_keys_reach_it()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("zita");
        (string secret, _) = await accounts.MakeAsync(browser, "reaches it");
        await accounts.MakeAsync(browser, "revoked one");
        await accounts.MakeAsync(browser, "of others");
        await accounts.Gallery.ExecuteAsync(
            """
            UPDATE api_keys SET revoked_at = 1 WHERE principal_id = @person AND name = 'revoked one';
            UPDATE api_key_scopes SET subject = 'Other.*' WHERE key_id = (SELECT id FROM api_keys WHERE principal_id = @person AND name = 'of others')
            """, new { person });
        using HttpResponseMessage pushed = await accounts.Gallery.PushAsync(secret, new PackageBuilder("Contoso.Zita").Build());
        Assert.True(pushed.IsSuccessStatusCode, pushed.ReasonPhrase);
        PageAnswer page = await browser.GetAsync("/packages/Contoso.Zita/1.0.0");
        Assert.Equal(["reaches it"], page.Document.QuerySelectorAll(".reaching a").Select(a => a.TextContent));
        using PageClient stranger = accounts.Visitor();
        Assert.DoesNotContain("keys that reach", (await stranger.GetAsync("/packages/Contoso.Zita/1.0.0")).MainText, StringComparison.Ordinal);
    }
}
