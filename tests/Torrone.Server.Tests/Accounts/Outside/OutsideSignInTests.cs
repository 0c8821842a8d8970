using System.Net;
using Torrone.Server.Tests.Accounts.Factors;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts.Outside;

/// <summary>/account/outside/{provider} and back</summary>
public sealed class OutsideSignInTests(OutsideGallery outside) : IClassFixture<OutsideGallery>
{
    [Theory]
    [InlineData("ada", "contoso")]
    [InlineData("bob", "hub")]
    public async Task Who_linked_a_provider_signs_in_by_it(string name, string provider)
    {
        await outside.AddAsync(name);
        using PageClient browser = await outside.SignedInAsync(name);
        await outside.LinkAsync(browser, name, provider);
        Assert.Equal("S256", outside.Provider.LastQuestion["code_challenge_method"]);
        await outside.Gallery.Server.Mail.WaitForAsync(m => m.To == name + "@example.test" && m.Subject.Contains("linked", StringComparison.Ordinal));

        using PageClient other = outside.Visitor();
        PageAnswer page = await outside.ComeAsync(other, name, provider, "?returnUrl=%2Faccount%2Fapikeys");
        Assert.Equal("/account/apikeys", page.Path);
        Assert.Equal(name, await WhoAsync(other));
        Assert.Equal(["outside.linked", "signin.outside"], (await outside.AuditAsync(name)).Where(a => a.Contains("outside", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_address_links_nothing_and_signs_in_nobody()
    {
        await outside.AddAsync("carl");
        using PageClient stranger = outside.Visitor();
        PageAnswer page = await outside.ComeAsync(stranger, "carl");
        Assert.Contains("Not linked to an account yet", page.MainText, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(stranger));
        Assert.Empty(await outside.Gallery.RowsAsync<string>("SELECT subject FROM user_logins WHERE subject = 'carl'"));

        // Signed in by password, in the same browser, the link is offered.
        PageAnswer offered = await stranger.FollowAsync((await AccountGallery.SignInAsync(stranger, "carl", query: "?returnUrl=%2Faccount%2Foutside")).Location!);
        Assert.Contains("Link this provider?", offered.MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_asks_for_a_fresh_proof_and_for_the_form_of_this_site()
    {
        await outside.AddAsync("dirk");
        using PageClient browser = await outside.SignedInAsync("dirk");
        await outside.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = 0");
        PageAnswer asked = await outside.ComeAsync(browser, "dirk");
        // Who is signed in already must show to be there at the provider, too.
        Assert.Equal(("login", "0"), (outside.Provider.LastQuestion["prompt"], outside.Provider.LastQuestion["max_age"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(OutsideGallery.Return, Nothing)).Status);
        PageAnswer refused = await browser.SubmitAsync(asked, OutsideGallery.Return, new Dictionary<string, string> { ["Proof.Password"] = "wrong" });
        Assert.NotEqual("", refused.Errors);
        Assert.Empty(await outside.Gallery.RowsAsync<string>("SELECT subject FROM user_logins WHERE subject = 'dirk'"));
        Assert.Equal("/account/sign-in-methods", (await browser.SubmitAsync(refused, OutsideGallery.Return, new Dictionary<string, string> { ["Proof.Password"] = Password })).Location);
    }

    [Fact]
    public async Task An_answer_that_another_browser_asked_for_is_nothing()
    {
        await outside.AddAsync("emil");
        using PageClient browser = await outside.SignedInAsync("emil");
        await outside.LinkAsync(browser, "emil");
        using PageClient thief = outside.Visitor();
        using PageClient victim = outside.Visitor();
        PageAnswer question = await thief.GetAsync("/account/outside/contoso");
        outside.Provider.Subject = "emil";
        PageAnswer answer = await thief.GetAsync(question.Location!);
        PageAnswer planted = await victim.FollowAsync(answer.Location!);
        Assert.Contains("The sign-in was not completed", planted.MainText, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(victim));
        // The thief's own browser may use it, once.
        Assert.Equal("/", (await thief.FollowAsync(answer.Location!)).Path);
        using PageClient again = outside.Visitor();
        Assert.Contains("The sign-in was not completed", (await again.FollowAsync(answer.Location!)).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_after_the_provider_too()
    {
        await outside.AddAsync("fritz");
        using PageClient browser = await outside.SignedInAsync("fritz");
        (_, string[] codes) = await FactorPages.EnrolAsync(browser);
        await outside.LinkAsync(browser, "fritz");
        using PageClient other = outside.Visitor();
        PageAnswer page = await outside.ComeAsync(other, "fritz");
        Assert.StartsWith(FactorPages.Step, page.Path, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(other));
        await other.SubmitAsync(page, FactorPages.Step, new Dictionary<string, string> { ["Proof.Code"] = codes[0] });
        Assert.Equal("fritz", await WhoAsync(other));
    }

    [Fact]
    public async Task A_locked_account_stays_outside()
    {
        await outside.AddAsync("gregor");
        using PageClient browser = await outside.SignedInAsync("gregor");
        await outside.LinkAsync(browser, "gregor");
        await outside.Gallery.ExecuteAsync("UPDATE principals SET locked_at = 1 WHERE lower_name = 'gregor'");
        using PageClient other = outside.Visitor();
        Assert.Contains("The account is locked", (await outside.ComeAsync(other, "gregor")).MainText, StringComparison.Ordinal);
        Assert.Null(await WhoAsync(other));
    }

    [Fact]
    public async Task Anothers_identity_is_not_taken_over()
    {
        await outside.AddAsync("hugo");
        await outside.AddAsync("ivan");
        using PageClient one = await outside.SignedInAsync("hugo");
        using PageClient other = await outside.SignedInAsync("ivan");
        await outside.LinkAsync(one, "hugo");
        Assert.Contains("Linked to another account", (await outside.ComeAsync(other, "hugo")).MainText, StringComparison.Ordinal);
        Assert.Equal("ivan", await WhoAsync(other));
        Assert.Equal(["hugo"], await outside.Gallery.RowsAsync<string>(
            "SELECT p.lower_name FROM user_logins l JOIN principals p ON p.id = l.user_id WHERE l.subject = 'hugo'"));
    }

    [Fact]
    public async Task An_account_without_a_password_proves_itself_at_its_provider()
    {
        using PageClient browser = await outside.OnlyOutsideAsync("jan");
        await outside.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = 0");
        PageAnswer asked = await browser.GetAsync("/account/apikeys/create");
        Assert.Equal("/account/outside/contoso", asked.Document.QuerySelector("noscript [data-step-up-first]")?.GetAttribute("href"));
        Assert.Contains("It is you", (await outside.ComeAsync(browser, "jan")).MainText, StringComparison.Ordinal);
        Assert.Equal("login", outside.Provider.LastQuestion["prompt"]);
        Assert.Null((await browser.GetAsync("/account/apikeys/create")).Document.QuerySelector("[data-step-up-first]"));

        // Nor can the last way in be taken away.
        PageAnswer end = await browser.FollowAsync("/account/sign-in-methods/outside/end?subject=jan&provider=" + Uri.EscapeDataString(outside.Provider.Issuer));
        Assert.Contains("the only way to sign in", (await browser.SubmitAsync(end, "/account/sign-in-methods/outside/end", Nothing)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_says_no_or_is_not_who_it_should_be_leads_to_a_page_not_an_error()
    {
        using PageClient browser = outside.Visitor();
        outside.Provider.Denies = true;
        Assert.Contains("The sign-in was not completed", (await outside.ComeAsync(browser, "nobody")).MainText, StringComparison.Ordinal);
        outside.Provider.Denies = false;
        outside.Provider.AnswersAs = "https://somebody.example";
        Assert.Contains("The sign-in was not completed", (await outside.ComeAsync(browser, "nobody")).MainText, StringComparison.Ordinal);
        outside.Provider.AnswersAs = outside.Provider.Issuer;
        Assert.Contains("Not linked to an account yet", (await outside.ComeAsync(browser, "nobody")).MainText, StringComparison.Ordinal);
        outside.Provider.AnswersAs = null;
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/account/outside/unknown")).Status);
        Assert.DoesNotContain(OidcProvider.ClientSecret, outside.Gallery.Server.Output, StringComparison.Ordinal);
    }
}
