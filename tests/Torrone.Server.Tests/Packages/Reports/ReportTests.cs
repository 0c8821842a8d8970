using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Packages.Reports;

/// <summary>/packages/{id}/{version}/report and /admin/reports.</summary>
public sealed class ReportTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private const string Found = "lib/net8.0/Tool.dll opens a socket to strangers.\r\nSee the method Start.";

    [Fact]
    public async Task A_strangers_report_reaches_administrators_and_owners_and_is_closed_with_a_word()
    {
        await PublishAsync("Contoso.Weak", "ada");
        using PageClient stranger = accounts.Visitor();
        PageAnswer package = await stranger.GetAsync("/packages/Contoso.Weak");
        Assert.NotNull(package.Document.QuerySelector("a[href='/packages/Contoso.Weak/1.0.0/report']"));

        PageAnswer sent = await stranger.SubmitAsync("/packages/contoso.weak/1.0/report",
            Fields("vulnerability", Found, owners: true, email: "finder@example.org"));
        Assert.Equal((HttpStatusCode.Redirect, "/packages/Contoso.Weak/1.0.0"), (sent.Status, sent.Location));
        Assert.Contains("Thank you. The administrators have your report about Contoso.Weak 1.0.0.", (await stranger.GetAsync(sent.Location!)).Html, StringComparison.Ordinal);

        ReceivedMail toAdmin = await accounts.Mail.WaitForAsync(m => m.To == "grace@example.test" && m.Subject == "Contoso.Weak 1.0.0 was reported: security weakness");
        Assert.Contains("finder@example.org", toAdmin.Text, StringComparison.Ordinal);
        Assert.Contains("See the method Start.", toAdmin.Text, StringComparison.Ordinal);
        ReceivedMail toOwner = await accounts.Mail.WaitForAsync(m => m.To == "ada@example.test" && m.Subject.StartsWith("Your package Contoso.Weak 1.0.0", StringComparison.Ordinal));
        Assert.Contains("See the method Start.", toOwner.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("finder@example.org", toOwner.Text, StringComparison.Ordinal);
        Assert.Equal(["Contoso.Weak 1.0.0 vulnerability"], await AuditAsync("package.reported", "Contoso.Weak%"));

        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer list = await admin.GetAsync("/admin/reports");
        foreach (string words in (string[])["Contoso.Weak 1.0.0", "A security weakness", "opens a socket to strangers.", "Somebody without an account", "finder@example.org", "Told, without the reporter"])
        {
            Assert.Contains(words, list.MainText, StringComparison.Ordinal);
        }

        Dictionary<string, string> close = new() { ["note"] = "Wrote to ada; 1.0.1 mends it." };
        Assert.Equal("/admin/reports", (await admin.SubmitAsync(list, "/admin/reports", close)).Location);
        Assert.DoesNotContain("Contoso.Weak", (await admin.GetAsync("/admin/reports")).MainText, StringComparison.Ordinal);
        PageAnswer closed = await admin.GetAsync("/admin/reports?closed=true");
        Assert.Contains("Contoso.Weak 1.0.0", closed.MainText, StringComparison.Ordinal);
        Assert.Contains("Wrote to ada; 1.0.1 mends it.", closed.MainText, StringComparison.Ordinal);
        Assert.Equal(["Contoso.Weak 1.0.0 Wrote to ada; 1.0.1 mends it."], await AuditAsync("report.closed", "Contoso.Weak%"));

        // Sent once more, as by a second administrator with the same page open.
        await admin.SubmitAsync(list, "/admin/reports", close);
        Assert.Single(await AuditAsync("report.closed", "Contoso.Weak%"));
    }

    [Fact]
    public async Task A_report_of_malicious_code_never_warns_the_owners()
    {
        await PublishAsync("Contoso.Bad", "mallory");
        await accounts.AddAsync("witness");
        using PageClient witness = await accounts.SignedInAsync("witness");
        Assert.Contains("witness", (await witness.GetAsync("/packages/Contoso.Bad/1.0.0/report")).MainText, StringComparison.Ordinal);
        PageAnswer sent = await witness.SubmitAsync("/packages/Contoso.Bad/1.0.0/report", Fields("malware", Found, owners: true));
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);

        ReceivedMail toAdmin = await accounts.Mail.WaitForAsync(m => m.Subject == "Contoso.Bad 1.0.0 was reported: malicious code");
        Assert.Contains("from the account witness", toAdmin.Text, StringComparison.Ordinal);
        // Letters are rows of the report's own transaction: what is not among them now never will be.
        Assert.Equal(["grace@example.test"], await accounts.Gallery.RowsAsync<string>(
            "SELECT recipient FROM mail_outbox WHERE subject LIKE '%Contoso.Bad%' AND subject LIKE '%reported%'"));
        Assert.Equal(["witness malware 0"], await accounts.Gallery.RowsAsync<string>(
            """
            SELECT n.name || ' ' || r.reason || ' ' || r.owners_told FROM package_reports r JOIN principals n ON n.id = r.reporter_id
            JOIN versions v ON v.id = r.version_id JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'contoso.bad'
            """));
    }

    [Theory]
    [InlineData("", Found, "", "Choose what is wrong")]
    [InlineData("nonsense", Found, "", "Choose what is wrong")]
    [InlineData("malware", "Too short.", "", "at least 20 characters")]
    [InlineData("", "", "@", "Choose what is wrong|at least 20 characters|not an e-mail address")]
    [InlineData("malware", "4001", "", "longer than 4000 characters")]
    [InlineData("malware", Found, "not an address", "not an e-mail address")]
    public async Task What_is_incomplete_is_said_beside_its_field_and_kept_in_the_form(string reason, string message, string email, string error)
    {
        message = message == "4001" ? new string('x', 4_001) : message;
        await PublishAsync("Contoso.Plain", "ada");
        using PageClient stranger = accounts.Visitor();
        PageAnswer answer = await stranger.SubmitAsync("/packages/Contoso.Plain/1.0.0/report", Fields(reason, message, owners: false, email));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.All(error.Split('|'), one => Assert.Contains(one, answer.Errors, StringComparison.Ordinal));
        Assert.Equal(message.ReplaceLineEndings("\n"), answer.Document.QuerySelector("textarea")!.TextContent.ReplaceLineEndings("\n"));
        Assert.Empty(await AuditAsync("package.reported", "Contoso.Plain%"));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_reported_and_only_administrators_see_reports()
    {
        await PublishAsync("Contoso.Plain", "ada");
        using PageClient stranger = accounts.Visitor();
        foreach (string path in (string[])["/packages/Contoso.Plain/9.0.0/report", "/packages/Nothing.Here/1.0.0/report", "/packages/Contoso.Plain/x/report"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).Status);
        }

        Assert.StartsWith("/users/account/LogOn", (await stranger.GetAsync("/admin/reports")).Location, StringComparison.Ordinal);
        await accounts.AddAsync("eve");
        using PageClient eve = await accounts.SignedInAsync("eve");
        Assert.Equal(HttpStatusCode.Forbidden, (await eve.GetAsync("/admin/reports")).Status);
        string token = (await eve.GetAsync("/account/signout")).Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Dictionary<string, string> close = new() { ["__RequestVerificationToken"] = token, ["report"] = "x", ["note"] = "x" };
        Assert.Equal(HttpStatusCode.Forbidden, (await eve.PostAsync("/admin/reports", close)).Status);
    }

    private static Dictionary<string, string> Fields(string reason, string message, bool owners, string? email = null)
    {
        Dictionary<string, string> fields = new() { ["Input.Reason"] = reason, ["Input.Message"] = message, ["Input.TellOwners"] = owners ? "true" : "false" };
        if (email is not null)
        {
            fields["Input.Email"] = email;
        }

        return fields;
    }

    private Task<List<string>> AuditAsync(string action, string target) => accounts.Gallery.RowsAsync<string>(
        "SELECT target_id || ' ' || after_value FROM audit WHERE action = @action AND target_id LIKE @target ORDER BY id", new { action, target });

    private async Task PublishAsync(string id, string owner)
    {
        if ((await accounts.Gallery.RowsAsync<long>("SELECT id FROM packages WHERE lower_id = @id", new { id = id.ToLowerInvariant() })).Count > 0)
        {
            return;
        }

        List<long> known = await accounts.Gallery.RowsAsync<long>("SELECT id FROM principals WHERE lower_name = @owner", new { owner });
        string key = await accounts.Gallery.KeyAsync(known.Count > 0 ? known[0] : (await accounts.AddAsync(owner)).PrincipalId, ["push"], ["*"]);
        using HttpResponseMessage pushed = await accounts.Gallery.PushAsync(key, new PackageBuilder(id, "1.0.0").Build());
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
    }
}
