using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>The pages on sign-in methods as a person without script uses them.</summary>
public static class FactorPages
{
    public const string Methods = "/account/sign-in-methods";
    public const string App = "/account/sign-in-methods/authenticator";
    public const string Codes = "/account/sign-in-methods/recovery-codes";
    public const string Step = "/account/second-step";

    /// <summary>A person of the test's own with an app and recovery codes.</summary>
    public static async Task<(PageClient Browser, AuthenticatorApp App, string[] Codes)> EnrolledAsync(this AccountGallery accounts, string name)
    {
        await accounts.AddAsync(name);
        PageClient browser = await accounts.SignedInAsync(name);
        (AuthenticatorApp app, string[] codes) = await EnrolAsync(browser);
        return (browser, app, codes);
    }

    public static async Task<(AuthenticatorApp App, string[] Codes)> EnrolAsync(PageClient browser)
    {
        PageAnswer page = await browser.GetAsync(App);
        AuthenticatorApp app = new(page.Document.QuerySelector(".enrol code")!.TextContent);
        PageAnswer done = await browser.SubmitAsync(page, App, new Dictionary<string, string> { ["Input.Code"] = app.Now });
        return (app, CodesOn(done));
    }

    /// <summary>The recovery codes that a page shows; none on any other page.</summary>
    public static string[] CodesOn(PageAnswer page) => page.Document.QuerySelector(".recovery-codes code")?.TextContent.Split('\n') ?? [];

    /// <summary>The right password: the second step's page.</summary>
    public static async Task<PageAnswer> FirstStepAsync(PageClient browser, string name)
    {
        PageAnswer answer = await SignInAsync(browser, name, query: "?returnUrl=%2Faccount%2Fapikeys");
        Assert.Equal(Step + "?returnUrl=%2Faccount%2Fapikeys", answer.Location);
        return await browser.GetAsync(answer.Location!);
    }

    public static async Task<PageAnswer> SecondStepAsync(PageClient browser, string name, string code) => await browser.SubmitAsync(
        await FirstStepAsync(browser, name), Step, new Dictionary<string, string> { ["Proof.Code"] = code });

    /// <summary>Puts the app's last use back, so that the code it shows now is good again: a test cannot wait for the next one.</summary>
    public static Task NextCodeAsync(this AccountGallery accounts, string name) => accounts.Gallery.ExecuteAsync(
        "UPDATE users SET totp_last_step = 0 WHERE lower_email = @email", new { email = name + "@example.test" });

    /// <summary>Makes every session's last proof too old.</summary>
    public static Task ForgetProofsAsync(this AccountGallery accounts, string name) => accounts.Gallery.ExecuteAsync(
        "UPDATE sessions SET proved_at = 0 WHERE user_id = (SELECT id FROM principals WHERE lower_name = @name)", new { name });
}
