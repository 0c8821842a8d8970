using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys/create, without script.</summary>
public sealed class KeyCreatePageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task The_form_has_the_words_of_the_guides_and_opens_blank_and_without_complaint()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("anna");
        PageAnswer page = await browser.GetAsync(KeyPages.Create);
        foreach (string words in (string[])["API Key", "Key name", "Select Scopes", "Push", "Unlist", "Glob pattern", "Create"])
        {
            Assert.Contains(words, page.MainText, StringComparison.Ordinal);
        }

        Assert.Equal("", page.Errors);
        Assert.Empty(page.Document.QuerySelectorAll("main input[type=checkbox][checked]"));
        Assert.Equal("90", page.Document.QuerySelector("[name='Input.Expiry'][checked]")!.GetAttribute("value"));
        Assert.Empty(page.Document.QuerySelectorAll("main button[disabled]"));
    }

    [Fact]
    public async Task The_key_is_shown_once_works_and_the_same_form_sent_again_neither_shows_nor_makes()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("bert");
        Dictionary<string, string> form = KeyPages.Sent(await browser.GetAsync(KeyPages.Create));
        foreach ((string name, string value) in KeyPages.Fields())
        {
            form[name] = value;
        }

        PageAnswer shown = await browser.PostAsync(KeyPages.Create, form);
        string secret = shown.Secret()!;
        Assert.StartsWith("trp_", secret, StringComparison.Ordinal);
        Assert.Contains("no-store", shown.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Contains("This key lets CI push new packages and new versions of Contoso.* until", shown.MainText, StringComparison.Ordinal);
        Assert.Equal("Copy your key now", shown.Document.QuerySelector("h1[autofocus]")!.TextContent);
        foreach (string command in shown.Document.QuerySelectorAll("main pre code").Select(c => c.TextContent))
        {
            Assert.Contains("NUGET_API_KEY", command, StringComparison.Ordinal);
            Assert.Contains(accounts.Gallery.Server.Source, command, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[8..], command, StringComparison.Ordinal);
        }

        using HttpResponseMessage used = await accounts.Gallery.PushAsync(secret, [1, 2, 3]);
        Assert.Equal(HttpStatusCode.BadRequest, used.StatusCode);

        PageAnswer again = await browser.PostAsync(KeyPages.Create, form);
        Assert.Contains("Already created", again.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[12..], again.Html, StringComparison.Ordinal);
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM api_keys WHERE principal_id = @person", new { person }));
        Assert.DoesNotContain(secret[12..], (await browser.GetAsync(KeyPages.List)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_listed_with_links_and_what_was_typed_is_kept()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("cora");
        PageAnswer answer = await browser.SubmitAsync(KeyPages.Create, new Dictionary<string, string>
        {
            ["Input.Name"] = "kept name", ["Input.Globs"] = "Contoso/*", ["Input.Expiry"] = "date", ["Input.Date"] = "2999-01-01",
        });
        Assert.Contains("3 things need your attention", answer.Errors, StringComparison.Ordinal);
        foreach (string link in answer.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")!))
        {
            Assert.NotNull(answer.Document.QuerySelector(link));
        }

        Dictionary<string, string> kept = KeyPages.Sent(answer);
        Assert.Equal(("kept name", "Contoso/*", "date", "2999-01-01"), (kept["Input.Name"], kept["Input.Globs"], kept["Input.Expiry"], kept["Input.Date"]));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM api_keys WHERE principal_id = @person", new { person }));
    }

    [Theory]
    [InlineData("ci", "push-version", 90)]
    [InlineData("first", "push", 7)]
    [InlineData("unlist", "unlist", 30)]
    public async Task A_preset_needs_only_packages(string preset, string action, int days)
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("preset-" + preset);
        PageAnswer answer = await browser.SubmitAsync($"{KeyPages.Create}?preset={preset}", new Dictionary<string, string> { ["Input.Globs"] = "*" });
        Assert.NotNull(answer.Secret());
        Assert.Equal([$"{action} glob * {days}"], await accounts.Gallery.RowsAsync<string>(
            """
            SELECT s.action || ' ' || s.subject_kind || ' ' || s.subject || ' ' || k.lifetime_days
            FROM api_key_scopes s JOIN api_keys k ON k.id = s.key_id WHERE k.principal_id = @person
            """, new { person }));
    }

    [Fact]
    public async Task A_date_gives_the_key_the_days_until_then()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("dora");
        Dictionary<string, string> fields = KeyPages.Fields();
        fields["Input.Expiry"] = "date";
        fields["Input.Date"] = accounts.Gallery.Clock.GetUtcNow().AddDays(45).ToString("yyyy-MM-dd");
        Assert.NotNull((await browser.SubmitAsync(KeyPages.Create, fields)).Secret());
        Assert.Equal([45L], await accounts.Gallery.RowsAsync<long>("SELECT lifetime_days FROM api_keys WHERE principal_id = @person", new { person }));
    }

    [Fact]
    public async Task Preview_says_what_patterns_match_and_makes_nothing()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("elsa");
        await accounts.OwnAsync(person, "Elsa.Json", "Elsa.Xml", "Elsa.Core", "Tool");
        Dictionary<string, string> form = KeyPages.Sent(await browser.GetAsync(KeyPages.Create));
        form["Input.Globs"] = "elsa.*";
        PageAnswer some = await browser.PostAsync(KeyPages.Create + "?handler=Preview", form);
        Assert.Contains("3 of your 4: Elsa.Core, Elsa.Json, Elsa.Xml", some.MainText, StringComparison.Ordinal);
        Assert.Equal("", some.Errors);

        form["Input.Globs"] = "*";
        PageAnswer all = await browser.PostAsync(KeyPages.Create + "?handler=Preview", form);
        Assert.Contains("Covers all 4 of your packages and every future id.", all.MainText, StringComparison.Ordinal);
        form["use"] = "Elsa.*";
        PageAnswer instead = await browser.PostAsync(KeyPages.Create + "?handler=Instead&row=0", form);
        Assert.Equal("Elsa.*", KeyPages.Sent(instead)["Input.Globs"]);

        form["another"] = "true";
        PageAnswer rows = await browser.PostAsync(KeyPages.Create + "?handler=Preview", form);
        Assert.Equal(2, rows.Document.QuerySelectorAll("[name='Input.Globs']").Length);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM api_keys WHERE principal_id = @person", new { person }));
    }

    [Fact]
    public async Task The_packages_on_offer_are_ones_own_and_a_ticked_one_is_a_scope()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("finn");
        (_, long other) = await accounts.ArriveAsync("gerd");
        await accounts.OwnAsync(person, "Finn.Tool");
        await accounts.OwnAsync(other, "Gerd.Tool");
        PageAnswer page = await browser.GetAsync(KeyPages.Create);
        Assert.Equal(["Finn.Tool"], page.Document.QuerySelectorAll("[name='Input.Packages']").Select(i => i.GetAttribute("value")));
        Dictionary<string, string> fields = KeyPages.Fields();
        fields["Input.Globs"] = "";
        fields["Input.Packages"] = "Finn.Tool";
        Assert.NotNull((await browser.SubmitAsync(KeyPages.Create, fields)).Secret());
        Assert.Equal(["id Finn.Tool"], await accounts.Gallery.RowsAsync<string>(
            "SELECT s.subject_kind || ' ' || s.subject FROM api_key_scopes s JOIN api_keys k ON k.id = s.key_id WHERE k.principal_id = @person", new { person }));
    }

    [Fact]
    public async Task An_old_sign_in_is_asked_for_the_password_in_the_form_and_nothing_typed_is_lost()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("hugo");
        await accounts.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = proved_at - 1860000 WHERE user_id = @person", new { person });
        PageAnswer asked = await browser.SubmitAsync(KeyPages.Create, KeyPages.Fields("kept"));
        Assert.Null(asked.Secret());
        Assert.Contains("Confirm that it is you", asked.Errors, StringComparison.Ordinal);

        PageAnswer wrong = await browser.SubmitAsync(asked, KeyPages.Create, new Dictionary<string, string> { ["Proof.Password"] = "not the password" });
        Assert.Contains("This is not your password", wrong.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("not the password", wrong.Html, StringComparison.Ordinal);

        PageAnswer shown = await browser.SubmitAsync(wrong, KeyPages.Create, new Dictionary<string, string> { ["Proof.Password"] = AccountGallery.Password });
        Assert.NotNull(shown.Secret());
        Assert.Contains("The key kept was created", shown.MainText, StringComparison.Ordinal);
        Assert.Contains("proof.failed", await accounts.AuditAsync("hugo"));
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("jana");
        Dictionary<string, string> form = KeyPages.Sent(await browser.GetAsync(KeyPages.Create));
        form.Remove("__RequestVerificationToken");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(KeyPages.Create, form)).Status);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM api_keys WHERE principal_id = @person", new { person }));
    }
}
