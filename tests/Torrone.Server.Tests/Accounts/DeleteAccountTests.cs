using System.Net;
using Torrone.Server.Accounts;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account/delete</summary>
public sealed class DeleteAccountTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task What_nobody_else_answers_for_is_settled_first()
    {
        Account pam = await accounts.AddAsync("pam");
        Account quinn = await accounts.AddAsync("quinn");
        string key = await accounts.Gallery.KeyAsync(pam.PrincipalId, ["push"], ["*"]);
        using (HttpResponseMessage pushed = await accounts.Gallery.PushAsync(key, new PackageBuilder("Pam.Only").Build()))
        {
            Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        }

        await AddOrganizationAsync("pams-org", pam);
        using PageClient visitor = await accounts.SignedInAsync("pam");
        PageAnswer page = await visitor.GetAsync("/account/delete");
        Assert.Contains("Pam.Only", page.MainText, StringComparison.Ordinal);
        Assert.Contains("pams-org", page.MainText, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[name='Input.Name']"));
        // A form from before, or none at all: the operation looks for itself.
        string token = (await visitor.GetAsync("/account")).Document.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        PageAnswer refused = await visitor.PostAsync("/account/delete", new Dictionary<string, string> { ["Input.Name"] = "pam", ["__RequestVerificationToken"] = token });
        Assert.Contains("settled first", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("pam", await WhoAsync(visitor));

        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO package_owners (package_id, principal_id, since) SELECT id, @PrincipalId, 1 FROM packages WHERE lower_id = 'pam.only'", quinn);
        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO memberships (organization_id, user_id, role, created_at) SELECT id, @PrincipalId, 'admin', 1 FROM principals WHERE lower_name = 'pams-org'", quinn);
        Assert.Contains("to show that you mean it", (await DeleteAsync(visitor, "quinn")).Errors, StringComparison.Ordinal);
        Assert.Equal("/", (await DeleteAsync(visitor, "PAM")).Location);
        Assert.Null(await WhoAsync(visitor));
        Assert.NotEqual("", (await SignInAsync(visitor, "pam")).Errors);
        using HttpResponseMessage dead = await accounts.Gallery.PushAsync(key, new PackageBuilder("Pam.Second").Build());
        Assert.Equal(HttpStatusCode.Unauthorized, dead.StatusCode);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM package_owners WHERE principal_id = @PrincipalId", pam));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM memberships WHERE user_id = @PrincipalId AND ended_at IS NULL", pam));
        Assert.Equal(["owner.changed"], await accounts.Gallery.RowsAsync<string>("SELECT type FROM log WHERE actor = @PublicId AND type LIKE 'owner%'", pam));
        using HttpResponseMessage still = await accounts.Gallery.GetAsync("/v3-flatcontainer/pam.only/index.json");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Personal_data_goes_and_the_name_stays_taken()
    {
        Account rita = await accounts.AddAsync("rita");
        using PageClient visitor = await accounts.SignedInAsync("rita");
        Assert.Equal("/", (await DeleteAsync(visitor, "rita")).Location);
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "rita@example.test" && m.Subject.Contains("was deleted", StringComparison.Ordinal));
        Assert.Contains("rita", letter.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/profiles/rita")).Status);
        foreach (string table in (string[])["users", "sessions", "one_time_links", "user_logins", "passkeys"])
        {
            string rows = string.Join('\n', (await accounts.Gallery.RowsAsync<dynamic>($"SELECT * FROM {table}")).Cast<IDictionary<string, object>>()
                .SelectMany(r => r.Values).OfType<string>());
            Assert.DoesNotContain("rita@example.test", rows, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM sessions WHERE user_id = @PrincipalId", rita));
        Assert.Equal("account.deleted", (await accounts.AuditAsync("rita"))[^1]);
        // The address is free for somebody new, the name is not.
        Assert.Contains("taken", (await RegisterAsync(visitor, "Rita", "rita@example.test")).Errors, StringComparison.Ordinal);
        Assert.Equal("/account/sent/confirm", (await RegisterAsync(visitor, "rita-again", "rita@example.test")).Location);
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'rita-again'"));
    }

    [Fact]
    public async Task The_last_administrator_stays_and_a_stale_session_deletes_nothing()
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        Assert.Contains("only administrator", (await admin.GetAsync("/account/delete")).MainText, StringComparison.Ordinal);
        Account sara = await accounts.AddAsync("sara");
        using PageClient visitor = await accounts.SignedInAsync("sara");
        await accounts.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = 1 WHERE user_id = @PrincipalId", sara);
        PageAnswer asked = await DeleteAsync(visitor, "sara");
        Assert.Contains("confirm that it is you", asked.MainText, StringComparison.Ordinal);
        Assert.Equal("sara", await WhoAsync(visitor));
        Assert.Equal("/", (await visitor.SubmitAsync(asked, "/account/delete",
            new Dictionary<string, string> { ["Input.Name"] = "sara", ["Proof.Password"] = Password })).Location);
    }

    private static Task<PageAnswer> DeleteAsync(PageClient visitor, string name) =>
        visitor.SubmitAsync("/account/delete", new Dictionary<string, string> { ["Input.Name"] = name });

    private async Task AddOrganizationAsync(string name, Account admin)
    {
        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@name, 1, @name, @name, 1)", new { name });
        await accounts.Gallery.ExecuteAsync("INSERT INTO organizations (principal_id) SELECT id FROM principals WHERE lower_name = @name", new { name });
        await accounts.Gallery.ExecuteAsync(
            "INSERT INTO memberships (organization_id, user_id, role, created_at) SELECT id, @PrincipalId, 'admin', 1 FROM principals WHERE lower_name = @name",
            new { name, admin.PrincipalId });
    }
}
