using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/account/apikeys/{id}/regenerate and …/delete, without script.</summary>
public sealed class KeyEndPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Regenerate_asks_first_then_shows_the_new_secret_once_and_the_old_one_is_dead()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("kurt");
        (string old, string id) = await accounts.MakeAsync(browser);
        PageAnswer ask = await browser.GetAsync($"{KeyPages.List}/{id}/regenerate");
        Assert.Contains("Regenerate CI?", ask.MainText, StringComparison.Ordinal);
        Assert.Contains("Never used", ask.MainText, StringComparison.Ordinal);
        Dictionary<string, string> form = KeyPages.Sent(ask);

        PageAnswer shown = await browser.PostAsync(ask.Path, form);
        string secret = shown.Secret()!;
        Assert.NotEqual(old, secret);
        Assert.Equal("key-unknown", await accounts.CodeAsync(old));
        Assert.Null(await accounts.CodeAsync(secret));

        PageAnswer again = await browser.PostAsync(ask.Path, form);
        Assert.Null(again.Secret());
        Assert.Contains("Already created", again.MainText, StringComparison.Ordinal);
        Assert.Null(await accounts.CodeAsync(secret));
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "kurt@example.test" && m.Subject.Contains("regenerated", StringComparison.Ordinal));
        Assert.DoesNotContain(secret[12..], letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_asks_first_and_the_key_is_gone()
    {
        (PageClient browser, _) = await accounts.ArriveAsync("lars");
        (string secret, string id) = await accounts.MakeAsync(browser);
        PageAnswer ask = await browser.GetAsync($"{KeyPages.List}/{id}/delete");
        Assert.Contains("Delete CI?", ask.MainText, StringComparison.Ordinal);
        Assert.Null(await accounts.CodeAsync(secret));
        PageAnswer done = await browser.SubmitAsync(ask, ask.Path, Nothing);
        Assert.Equal(KeyPages.List, done.Location);
        Assert.Contains("The key CI was deleted", (await browser.GetAsync(KeyPages.List)).MainText, StringComparison.Ordinal);
        Assert.Equal("key-unknown", await accounts.CodeAsync(secret));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"{KeyPages.List}/{id}/delete")).Status);
    }

    [Fact]
    public async Task Anothers_key_is_not_there()
    {
        (PageClient mia, _) = await accounts.ArriveAsync("mia");
        (PageClient noah, _) = await accounts.ArriveAsync("noah");
        (string secret, string id) = await accounts.MakeAsync(mia);
        (_, string own) = await accounts.MakeAsync(noah);
        foreach (string act in (string[])["regenerate", "delete"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await noah.GetAsync($"{KeyPages.List}/{id}/{act}")).Status);
            Dictionary<string, string> form = KeyPages.Sent(await noah.GetAsync($"{KeyPages.List}/{own}/{act}"));
            Assert.Equal(HttpStatusCode.NotFound, (await noah.PostAsync($"{KeyPages.List}/{id}/{act}", form)).Status);
        }

        Assert.Null(await accounts.CodeAsync(secret));
    }

    [Fact]
    public async Task A_revoked_key_is_not_regenerated()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("otto");
        (_, string id) = await accounts.MakeAsync(browser);
        await accounts.Gallery.ExecuteAsync("UPDATE api_keys SET revoked_at = 1 WHERE principal_id = @person", new { person });
        PageAnswer answer = await browser.SubmitAsync($"{KeyPages.List}/{id}/regenerate", Nothing);
        Assert.Null(answer.Secret());
        Assert.Contains("This key was revoked", answer.Errors, StringComparison.Ordinal);
    }
}
