using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys/{id}/regenerate with an overlap, …/end-old and …/release, without script.</summary>
public sealed class KeyRotatePageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Both_secrets_work_until_the_old_one_is_ended()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("edda");
        (string old, string id) = await accounts.MakeAsync(browser);
        string address = $"{KeyPages.List}/{id}";
        PageAnswer shown = await browser.SubmitAsync(address + "/regenerate", new Dictionary<string, string> { ["Keep"] = "true", ["Hours"] = "24" });
        string secret = shown.Secret()!;
        Assert.Contains("The old one goes on until", shown.MainText, StringComparison.Ordinal);
        Assert.Null(await accounts.CodeAsync(old));
        Assert.Null(await accounts.CodeAsync(secret));
        Assert.Contains("Two secrets", (await browser.GetAsync(address)).MainText, StringComparison.Ordinal);

        PageAnswer ended = await browser.SubmitAsync(address + "/end-old", Nothing);
        Assert.Equal(address, ended.Location);
        Assert.NotNull(await accounts.CodeAsync(old));
        Assert.Null(await accounts.CodeAsync(secret));
        Assert.DoesNotContain("Two secrets", (await browser.GetAsync(address)).MainText, StringComparison.Ordinal);
        Assert.Contains("key.old-secret-ended", await accounts.AuditAsync("edda"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("169")]
    [InlineData("-5")]
    [InlineData("many")]
    public async Task An_overlap_that_is_not_allowed_is_refused_beside_its_field(string hours)
    {
        (PageClient browser, _) = await accounts.ArriveAsync("fritz" + (uint)hours.GetHashCode(StringComparison.Ordinal));
        (string old, string id) = await accounts.MakeAsync(browser);
        PageAnswer answer = await browser.SubmitAsync($"{KeyPages.List}/{id}/regenerate", new Dictionary<string, string> { ["Keep"] = "true", ["Hours"] = hours });
        Assert.Null(answer.Secret());
        Assert.Equal("#Hours", answer.Document.QuerySelector(".error-summary a")!.GetAttribute("href"));
        Assert.True(answer.Document.QuerySelector("[name=Keep][value=true]")!.HasAttribute("checked"));
        Assert.Null(await accounts.CodeAsync(old));
    }

    [Fact]
    public async Task An_expired_key_is_offered_no_overlap()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("gitta");
        (_, string id) = await accounts.MakeAsync(browser);
        await accounts.Gallery.ExecuteAsync("UPDATE api_keys SET expires_at = 1 WHERE principal_id = @person", new { person });
        PageAnswer page = await browser.GetAsync($"{KeyPages.List}/{id}/regenerate");
        Assert.Empty(page.Document.QuerySelectorAll("[name=Keep]"));
        Assert.NotNull((await browser.SubmitAsync(page, page.Path, Nothing)).Secret());
    }

    [Theory]
    [InlineData("frozen", "key-frozen")]
    [InlineData("held", "key-held")]
    public async Task A_stopped_key_works_again_after_a_proof_that_is_younger_than_what_stopped_it(string what, string code)
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("hanne-" + what);
        (string secret, string id) = await accounts.MakeAsync(browser);
        await accounts.Gallery.ExecuteAsync($"UPDATE api_keys SET {what}_at = (SELECT max(proved_at) + 1 FROM sessions) WHERE principal_id = @person", new { person });
        Assert.Equal(code, await accounts.CodeAsync(secret));
        string address = $"{KeyPages.List}/{id}/release";
        PageAnswer asked = await browser.SubmitAsync(address, Nothing);
        Assert.Equal(code, await accounts.CodeAsync(secret));

        PageAnswer done = await browser.SubmitAsync(asked, address, new Dictionary<string, string> { ["Proof.Password"] = Password });
        Assert.Equal($"{KeyPages.List}/{id}", done.Location);
        Assert.Null(await accounts.CodeAsync(secret));
        Assert.Contains("key.released", await accounts.AuditAsync("hanne-" + what));
    }
}
