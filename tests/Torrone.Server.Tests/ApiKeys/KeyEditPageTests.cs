using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys/{id}/edit, without script.</summary>
public sealed class KeyEditPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private static readonly Dictionary<string, string> Change = new()
    {
        ["Input.Name"] = "CI of Fabrikam", ["Input.OnlyVersions"] = "true", ["Input.Globs"] = "Fabrikam.*", ["Input.Versions"] = "2.0.0\n2.1.0",
    };

    [Fact]
    public async Task The_changes_are_shown_first_and_saved_after()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("anouk");
        await accounts.OwnAsync(person, "Contoso.Anouk", "Fabrikam.Anouk", "Fabrikam.Two");
        (string secret, string id) = await accounts.MakeAsync(browser);
        string address = $"{KeyPages.List}/{id}/edit";
        PageAnswer form = await browser.GetAsync(address);
        Assert.Equal(("CI", "Contoso.*"), (KeyPages.Sent(form)["Input.Name"], KeyPages.Sent(form)["Input.Globs"]));

        PageAnswer review = await browser.SubmitAsync(form, address, Change);
        string[] lines = [.. review.Document.QuerySelectorAll(".diff-line").Select(l => l.TextContent.Trim())];
        Assert.Equal(
            [
                "Adds the scope Push, only new versions", "Adds Fabrikam.*", "Allows version 2.0.0", "Allows version 2.1.0", "Removes the scope Push",
                "Removes Contoso.*", "New name: CI of Fabrikam", "Reach: 1 \u2192 2 packages",
            ], lines);
        Assert.Equal(["CI push Contoso.*"], await ScopesAsync(person));

        PageAnswer saved = await browser.SubmitAsync(review, address, new Dictionary<string, string>(), "handler=Save");
        Assert.Equal($"{KeyPages.List}/{id}", saved.Location);
        Assert.Equal(["CI of Fabrikam push-version Fabrikam.*"], await ScopesAsync(person));
        Assert.Equal(["2.0.0", "2.1.0"], await accounts.Gallery.RowsAsync<string>(
            "SELECT lower_version FROM api_key_versions v JOIN api_keys k ON k.id = v.key_id WHERE k.principal_id = @person ORDER BY 1", new { person }));
        Assert.Contains("key.edited", await accounts.AuditAsync("anouk"));
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "anouk@example.test" && m.Text.Contains("Fabrikam.*", StringComparison.Ordinal));
        Assert.DoesNotContain(secret[12..], letter.Text + letter.Html, StringComparison.Ordinal);
        Assert.Null(await accounts.CodeAsync(secret));
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_the_button_and_the_input_is_kept()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("bodil");
        (_, string id) = await accounts.MakeAsync(browser);
        PageAnswer answer = await browser.SubmitAsync($"{KeyPages.List}/{id}/edit", new Dictionary<string, string>
        {
            ["Input.Name"] = "", ["Input.Globs"] = "Kept.*", ["Input.Addresses"] = "10.0.0.300",
        });
        Assert.Contains("2 things need your attention", answer.Errors, StringComparison.Ordinal);
        Assert.NotNull(answer.Document.QuerySelector(".create-summary .error-summary"));
        Assert.Equal("Kept.*", KeyPages.Sent(answer)["Input.Globs"]);
        Assert.Equal("10.0.0.300", answer.Document.GetElementById("Input_Addresses")!.TextContent.Trim());
        Assert.NotNull(answer.Document.QuerySelector("details[open] #Input_Addresses"));
        Assert.Equal(["CI push Contoso.*"], await ScopesAsync(person));
    }

    [Fact]
    public async Task A_stale_proof_is_asked_for_and_the_form_survives_it()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("cilla");
        (_, string id) = await accounts.MakeAsync(browser);
        await accounts.GrowStaleAsync(person);
        string address = $"{KeyPages.List}/{id}/edit";
        PageAnswer review = await browser.SubmitAsync(address, Change);
        PageAnswer asked = await browser.SubmitAsync(review, address, new Dictionary<string, string>(), "handler=Save");
        Assert.Contains("Confirm that it is you", asked.Errors, StringComparison.Ordinal);
        Assert.Equal(["CI push Contoso.*"], await ScopesAsync(person));
        Assert.Contains("Adds Fabrikam.*", asked.MainText, StringComparison.Ordinal);

        PageAnswer saved = await browser.SubmitAsync(asked, address, new Dictionary<string, string> { ["Proof.Password"] = AccountGallery.Password }, "handler=Save");
        Assert.Equal($"{KeyPages.List}/{id}", saved.Location);
        Assert.Equal(["CI of Fabrikam push-version Fabrikam.*"], await ScopesAsync(person));
    }

    [Fact]
    public async Task Nothing_changed_is_said_so_and_offers_nothing_to_save()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("dagny");
        (_, string id) = await accounts.MakeAsync(browser);
        PageAnswer review = await browser.SubmitAsync($"{KeyPages.List}/{id}/edit", new Dictionary<string, string> { ["Input.Name"] = "CI" });
        Assert.Contains("Nothing was changed.", review.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain(review.Document.QuerySelectorAll("main button"), b => b.TextContent.Trim() == "Save");
    }

    private Task<List<string>> ScopesAsync(long person) => accounts.Gallery.RowsAsync<string>(
        "SELECT k.name || ' ' || s.action || ' ' || s.subject FROM api_key_scopes s JOIN api_keys k ON k.id = s.key_id WHERE k.principal_id = @person", new { person });
}
