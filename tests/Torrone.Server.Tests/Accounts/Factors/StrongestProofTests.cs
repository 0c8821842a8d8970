using Torrone.Server.Tests.ApiKeys;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>"Confirm it is you" asks for the strongest that an account has, and for nothing weaker.</summary>
public sealed class StrongestProofTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task With_an_app_the_password_does_not_prove_and_a_code_does()
    {
        (PageClient browser, AuthenticatorApp app, _) = await accounts.EnrolledAsync("petra");
        await accounts.ForgetProofsAsync("petra");
        PageAnswer asked = await browser.SubmitAsync(KeyPages.Create, KeyPages.Fields("guarded"));
        Assert.Null(asked.Secret());
        Assert.Null(asked.Document.QuerySelector("[name='Proof.Password']"));

        Dictionary<string, string> form = KeyPages.Sent(asked);
        form["Proof.Password"] = AccountGallery.Password;
        PageAnswer refused = await browser.PostAsync(KeyPages.Create, form);
        Assert.Null(refused.Secret());
        Assert.NotEqual("", refused.Errors);

        await accounts.NextCodeAsync("petra");
        PageAnswer shown = await browser.SubmitAsync(refused, KeyPages.Create, new Dictionary<string, string> { ["Proof.Code"] = app.Now });
        Assert.NotNull(shown.Secret());
        Assert.Equal(["proof.failed", "proof.given"], (await accounts.AuditAsync("petra")).Where(a => a.StartsWith("proof", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_recovery_code_proves_once()
    {
        (PageClient browser, _, string[] codes) = await accounts.EnrolledAsync("rosa");
        await accounts.ForgetProofsAsync("rosa");
        PageAnswer asked = await browser.GetAsync(FactorPages.Codes);
        Assert.Equal(10, FactorPages.CodesOn(await browser.SubmitAsync(asked, FactorPages.Codes, new Dictionary<string, string> { ["Proof.Code"] = codes[2] })).Length);
        await accounts.ForgetProofsAsync("rosa");
        Assert.NotEqual("", (await browser.SubmitAsync(FactorPages.Codes, new Dictionary<string, string> { ["Proof.Code"] = codes[2] })).Errors);
    }

    [Fact]
    public async Task A_proof_lasts_half_an_hour_and_no_longer()
    {
        (PageClient browser, _, _) = await accounts.EnrolledAsync("sofia");
        await AgeAsync("sofia", 29);
        Assert.Null((await browser.GetAsync(FactorPages.Codes)).Document.QuerySelector("[name='Proof.Code']"));
        await AgeAsync("sofia", 2);
        Assert.NotNull((await browser.GetAsync(FactorPages.Codes)).Document.QuerySelector("[name='Proof.Code']"));
    }

    [Fact]
    public async Task A_script_may_not_ask_for_what_is_not_its_turn()
    {
        (PageClient browser, _, _) = await accounts.EnrolledAsync("tina");
        Dictionary<string, string> form = KeyPages.Sent(await browser.GetAsync(FactorPages.Codes));
        // Signed in, and without a first step: neither of the stranger's questions is answered.
        foreach (string kind in (string[])["sign-in", "second-step", "nonsense", ""])
        {
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.PostAsync("/account/passkeys/options", new Dictionary<string, string>(form) { ["kind"] = kind })).Status);
        }

        PageAnswer asked = await browser.PostAsync("/account/passkeys/options", new Dictionary<string, string>(form) { ["kind"] = "register" });
        Assert.Contains("\"state\"", asked.Html, StringComparison.Ordinal);
        Assert.Contains("no-store", asked.Headers["Cache-Control"], StringComparison.Ordinal);
        // And without the form's token, nothing at all.
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await browser.PostAsync("/account/passkeys/options", new Dictionary<string, string> { ["kind"] = "register" })).Status);
    }

    private Task AgeAsync(string name, int minutes) => accounts.Gallery.ExecuteAsync(
        "UPDATE sessions SET proved_at = proved_at - @ms WHERE user_id = (SELECT id FROM principals WHERE lower_name = @name)", new { name, ms = minutes * 60_000L });
}
