using System.Text.Json;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>"More limits" of /account/apikeys/create, and what is said about a pattern that reaches beyond one's own packages.</summary>
public sealed class KeyLimitsPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Addresses_versions_and_single_use_are_part_of_the_key_and_of_its_summary()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("thilo");
        Dictionary<string, string> fields = KeyPages.Fields();
        fields["Input.Addresses"] = "10.0.0.0/8, 203.0.113.7\n2001:db8::/32";
        fields["Input.Versions"] = "2.1.0\n2.2.0-Beta";
        fields["Input.SingleUse"] = "true";
        PageAnswer shown = await browser.SubmitAsync(KeyPages.Create, fields);
        Assert.NotNull(shown.Secret());
        Assert.Equal(["10.0.0.0/8", "2001:db8::/32", "203.0.113.7/32"], await ListAsync("range FROM api_key_addresses", person));
        Assert.Equal(["2.1.0", "2.2.0-beta"], await ListAsync("lower_version FROM api_key_versions", person));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT single_use FROM api_keys WHERE principal_id = @person", new { person }));
    }

    [Fact]
    public async Task A_wrong_limit_is_named_beside_its_field_and_the_closed_part_opens()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("ulla");
        PageAnswer blank = await browser.GetAsync(KeyPages.Create);
        Assert.Null(blank.Document.QuerySelector("details[open] #Input_Addresses"));
        Dictionary<string, string> fields = KeyPages.Fields();
        fields["Input.Addresses"] = "10.0.0.0/99";
        fields["Input.Versions"] = "two";
        PageAnswer answer = await browser.SubmitAsync(blank, KeyPages.Create, fields);
        Assert.Null(answer.Secret());
        Assert.Equal(["#Input_Addresses", "#Input_Versions"], answer.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")).Order(StringComparer.Ordinal));
        Assert.NotNull(answer.Document.QuerySelector("details[open] #Input_Addresses[aria-invalid=true]"));
        Assert.Equal("10.0.0.0/99", answer.Document.GetElementById("Input_Addresses")!.TextContent.Trim());
    }

    [Fact]
    public async Task Read_and_manage_keys_can_be_chosen_and_are_said()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("veit");
        Dictionary<string, string> fields = new() { ["Input.Name"] = "restore", ["Input.Read"] = "true", ["Input.Globs"] = "*", ["Input.Expiry"] = "30" };
        PageAnswer shown = await browser.SubmitAsync(KeyPages.Create, fields);
        Assert.StartsWith("trr_", shown.Secret(), StringComparison.Ordinal);
        Assert.Contains("This key lets restore read * until", shown.MainText, StringComparison.Ordinal);
        fields["Input.ManageKeys"] = "true";
        Assert.NotNull((await browser.SubmitAsync(KeyPages.Create, fields)).Secret());
        Assert.Equal(["manage-keys", "read", "read"], await accounts.Gallery.RowsAsync<string>(
            "SELECT s.action FROM api_key_scopes s JOIN api_keys k ON k.id = s.key_id WHERE k.principal_id = @person ORDER BY 1", new { person }));
    }

    [Fact]
    public async Task A_pattern_that_matches_packages_of_others_says_which_and_that_it_cannot_push_them()
    {
        (PageClient owner, _) = await accounts.ArriveAsync("wanda");
        Dictionary<string, string> fields = KeyPages.Fields();
        fields["Input.Globs"] = "Wide_Wanda.*";
        string key = (await owner.SubmitAsync(KeyPages.Create, fields)).Secret()!;
        using HttpResponseMessage pushed = await accounts.Gallery.PushAsync(key, new PackageBuilder("Wide_Wanda.Theirs").Build());
        Assert.True(pushed.IsSuccessStatusCode, pushed.ReasonPhrase);

        (PageClient browser, _) = await accounts.ArriveAsync("xaver");
        Assert.Contains("such as Wide_Wanda.Theirs; the key still cannot push those", await PreviewAsync(browser, "wide_wanda.*"), StringComparison.Ordinal);
        Assert.Contains("such as Wide_Wanda.Theirs", await PreviewAsync(browser, "wide*theirs"), StringComparison.Ordinal);
        // An underscore is a letter like others, not a wildcard.
        Assert.DoesNotContain("such as", await PreviewAsync(browser, "wide_wand_.*"), StringComparison.Ordinal);
        Assert.DoesNotContain("such as", await PreviewAsync(owner, "wide_wanda.*"), StringComparison.Ordinal);
    }

    private static async Task<string> PreviewAsync(PageClient browser, string pattern)
    {
        Dictionary<string, string> form = KeyPages.Sent(await browser.GetAsync(KeyPages.Create));
        form["Input.Globs"] = pattern;
        using JsonDocument live = JsonDocument.Parse((await browser.PostAsync(KeyPages.Create + "?handler=Live", form)).Html);
        return live.RootElement.GetProperty("previews")[0].GetProperty("wider").GetString() ?? "";
    }

    private Task<List<string>> ListAsync(string columnOfTable, long person) => accounts.Gallery.RowsAsync<string>(
        $"SELECT {columnOfTable} p JOIN api_keys k ON k.id = p.key_id WHERE k.principal_id = @person ORDER BY 1", new { person });
}
