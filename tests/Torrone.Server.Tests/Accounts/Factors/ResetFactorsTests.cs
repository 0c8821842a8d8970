using System.Net;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>torrone users reset-factors</summary>
public sealed class ResetFactorsTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Who_lost_everything_gets_in_by_the_password_again()
    {
        (PageClient browser, _, string[] codes) = await accounts.EnrolledAsync("ulla");
        CommandResult reset = await accounts.Gallery.Server.CommandAsync(["users", "reset-factors", "ULLA"]);
        Assert.Equal(0, reset.ExitCode);
        // Whoever was in is out; the password is enough, and the codes are gone.
        Assert.Null(await AccountGallery.WhoAsync(browser));
        using PageClient again = await accounts.SignedInAsync("ulla");
        Assert.Equal("ulla", await AccountGallery.WhoAsync(again));
        Assert.Equal(HttpStatusCode.Redirect, (await again.GetAsync(FactorPages.Codes)).Status);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM recovery_codes c JOIN principals p ON p.id = c.user_id WHERE p.lower_name = 'ulla'"));
        Assert.Contains("factor.reset", await accounts.AuditAsync("ulla"));
        Assert.Single(await accounts.Gallery.RowsAsync<string>(
            "SELECT subject FROM mail_outbox WHERE recipient = 'ulla@example.test' AND subject LIKE '%were taken away'"));
        Assert.DoesNotContain(codes[0], reset.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_does_the_same_on_the_persons_page_with_a_fresh_proof()
    {
        (PageClient browser, _, _) = await accounts.EnrolledAsync("wilma");
        string page = "/admin/users/" + Assert.Single(await accounts.Gallery.RowsAsync<string>("SELECT public_id FROM principals WHERE lower_name = 'wilma'"));
        using PageClient admin = await accounts.SignedInAsync(AccountGallery.AdminName);
        await accounts.ForgetProofsAsync(AccountGallery.AdminName);
        PageAnswer asked = await admin.SubmitAsync(page, AccountGallery.Nothing, "ResetFactors");
        Assert.NotEqual("", asked.Errors);
        Assert.Equal("wilma", await AccountGallery.WhoAsync(browser));
        PageAnswer done = await admin.SubmitAsync(asked, page, new Dictionary<string, string> { ["Proof.Password"] = AccountGallery.Password }, "ResetFactors");
        Assert.Equal(page, done.Location);
        Assert.Null(await AccountGallery.WhoAsync(browser));
        // Not for others, whatever they send.
        using PageClient other = await accounts.SignedInAsync("wilma");
        Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync(page)).Status);
    }

    [Fact]
    public async Task Nobody_of_that_name_is_said()
    {
        CommandResult reset = await accounts.Gallery.Server.CommandAsync(["users", "reset-factors", "nobody-there"]);
        Assert.Equal(1, reset.ExitCode);
        Assert.Contains("nobody-there", reset.All, StringComparison.Ordinal);
    }
}
