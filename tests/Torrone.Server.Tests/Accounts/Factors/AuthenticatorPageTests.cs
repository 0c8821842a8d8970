using System.Net;
using System.Text;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>/account/sign-in-methods and what lies below it.</summary>
public sealed class AuthenticatorPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task An_enrolment_is_kept_sealed_told_by_letter_and_in_the_security_log()
    {
        (PageClient browser, _, string[] codes) = await accounts.EnrolledAsync("irma");
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(["authenticator.added", "recovery-codes.made"], (await accounts.AuditAsync("irma")).Where(a => a.Contains('.', StringComparison.Ordinal)).Except(["account.created"]).Order());
        await accounts.Mail.WaitForAsync(m => m.To == "irma@example.test" && m.Subject.Contains("authenticator app was added", StringComparison.Ordinal));
        byte[] kept = Assert.Single(await accounts.Gallery.RowsAsync<byte[]>("SELECT authenticator_secret FROM users WHERE lower_email = 'irma@example.test'"));
        Assert.Equal(20 + 4 + 12 + 16, kept.Length);
        PageAnswer methods = await browser.GetAsync(FactorPages.Methods);
        Assert.Contains("10 left", methods.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0], methods.Html, StringComparison.Ordinal);
        Assert.Contains("no-store", methods.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_is_good_for_the_person_whose_page_showed_it_alone()
    {
        await accounts.AddAsync("jutta");
        await accounts.AddAsync("karin");
        using PageClient one = await accounts.SignedInAsync("jutta");
        using PageClient other = await accounts.SignedInAsync("karin");
        PageAnswer page = await one.GetAsync(FactorPages.App);
        AuthenticatorApp app = new(page.Document.QuerySelector(".enrol code")!.TextContent);
        string seed = page.Document.QuerySelector("input[name=Seed]")!.GetAttribute("value")!;
        PageAnswer stolen = await other.SubmitAsync(FactorPages.App, new Dictionary<string, string> { ["Input.Code"] = app.Now, ["Seed"] = seed });
        Assert.NotEqual("", stolen.Errors);
        string broken = (seed[0] == 'A' ? "B" : "A") + seed[1..];
        Assert.NotEqual("", (await one.SubmitAsync(FactorPages.App, new Dictionary<string, string> { ["Input.Code"] = app.Now, ["Seed"] = broken })).Errors);
        Assert.Equal([0L, 0L], await accounts.Gallery.RowsAsync<long>(
            "SELECT two_factor_enabled FROM users WHERE lower_email IN ('jutta@example.test', 'karin@example.test')"));
        Assert.NotEmpty(FactorPages.CodesOn(await one.SubmitAsync(FactorPages.App, new Dictionary<string, string> { ["Input.Code"] = app.Now, ["Seed"] = seed })));
    }

    [Fact]
    public async Task An_old_sign_in_enrols_nothing_until_it_is_proved()
    {
        await accounts.AddAsync("lena");
        using PageClient browser = await accounts.SignedInAsync("lena");
        await accounts.ForgetProofsAsync("lena");
        PageAnswer page = await browser.GetAsync(FactorPages.App);
        AuthenticatorApp app = new(page.Document.QuerySelector(".enrol code")!.TextContent);
        PageAnswer asked = await browser.SubmitAsync(page, FactorPages.App, new Dictionary<string, string> { ["Input.Code"] = app.Now });
        Assert.Contains("Confirm that it is you", asked.Errors, StringComparison.Ordinal);
        PageAnswer done = await browser.SubmitAsync(asked, FactorPages.App, new Dictionary<string, string>
        {
            ["Input.Code"] = app.Now, ["Proof.Password"] = AccountGallery.Password,
        });
        Assert.Equal(10, FactorPages.CodesOn(done).Length);
    }

    [Fact]
    public async Task Removing_the_app_takes_the_recovery_codes_along_and_the_password_is_enough_again()
    {
        (PageClient browser, _, _) = await accounts.EnrolledAsync("mona");
        PageAnswer done = await browser.SubmitAsync(FactorPages.App + "/remove", AccountGallery.Nothing, "");
        Assert.Equal(FactorPages.Methods, done.Location);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM recovery_codes c JOIN principals p ON p.id = c.user_id WHERE p.lower_name = 'mona'"));
        await accounts.Mail.WaitForAsync(m => m.To == "mona@example.test" && m.Subject.Contains("was removed", StringComparison.Ordinal));
        using PageClient again = await accounts.SignedInAsync("mona");
        Assert.Equal("mona", await AccountGallery.WhoAsync(again));
    }

    [Fact]
    public async Task New_recovery_codes_stop_the_old_ones()
    {
        (PageClient browser, _, string[] old) = await accounts.EnrolledAsync("nora");
        string[] fresh = FactorPages.CodesOn(await browser.SubmitAsync(FactorPages.Codes, AccountGallery.Nothing));
        Assert.Equal(10, fresh.Except(old).Count());
        using PageClient other = accounts.Visitor();
        Assert.NotEqual("", (await FactorPages.SecondStepAsync(other, "nora", old[1])).Errors);
        Assert.Equal(HttpStatusCode.Redirect, (await FactorPages.SecondStepAsync(other, "nora", fresh[1])).Status);
    }

    [Fact]
    public async Task Codes_and_seed_are_in_no_file_of_the_server()
    {
        (_, AuthenticatorApp app, string[] codes) = await accounts.EnrolledAsync("olga");
        foreach (string file in Directory.EnumerateFiles(accounts.Gallery.Server.DataFolder, "*", SearchOption.AllDirectories))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream copy = new();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            byte[] bytes = copy.ToArray();
            foreach (string secret in (string[])[.. codes, .. codes.Select(c => c.Replace("-", "", StringComparison.Ordinal)), app.Secret])
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)));
            }
        }

        Assert.DoesNotContain(codes[0], accounts.Gallery.Server.Output, StringComparison.Ordinal);
    }
}
