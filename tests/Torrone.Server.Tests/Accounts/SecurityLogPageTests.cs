using Torrone.Server.Accounts;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account/security-log</summary>
public sealed class SecurityLogPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_person_sees_what_concerns_them_and_nothing_else()
    {
        Account abe = await accounts.AddAsync("abe");
        await accounts.AddAsync("bea");
        using PageClient failing = accounts.Visitor();
        await SignInAsync(failing, "abe", "wrong");
        using PageClient bea = await accounts.SignedInAsync("bea");
        using PageClient visitor = await accounts.SignedInAsync("abe");
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        await admin.SubmitAsync("/admin/users/" + abe.PublicId, new Dictionary<string, string> { ["Input.Reason"] = "a test" });
        await admin.SubmitAsync("/admin/users/" + abe.PublicId, Nothing, "handler=Unlock");
        using PageClient again = await accounts.SignedInAsync("abe");
        PageAnswer log = await again.GetAsync("/account/security-log");
        string[] rows = [.. log.Document.QuerySelectorAll("main tbody tr").Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("Signed in", rows[0], StringComparison.Ordinal);
        Assert.Contains("Unlocked", rows[1], StringComparison.Ordinal);
        Assert.Contains("a test", rows[2], StringComparison.Ordinal);
        Assert.Contains(rows, r => r.Contains("Failed to sign in", StringComparison.Ordinal) && HasAddress(r));
        // Where the administrator sat is not told.
        Assert.Contains(AdminName, rows[2], StringComparison.Ordinal);
        Assert.False(HasAddress(rows[2]), rows[2]);
        Assert.DoesNotContain(rows, r => r.Contains("bea", StringComparison.Ordinal));
        Assert.StartsWith("/users/account/LogOn", (await accounts.Visitor().GetAsync("/account/security-log")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_filtered_paged_and_downloaded()
    {
        Account carl = await accounts.AddAsync("carl");
        for (int i = 0; i < 60; i++)
        {
            await accounts.Gallery.ExecuteAsync(
                "INSERT INTO audit (public_id, at, actor_id, action, concerns_id, after_value) VALUES (@id, @at, @PrincipalId, 'email.asked', @PrincipalId, @after)",
                new { id = $"carl-{i}", at = 1000L + i, carl.PrincipalId, after = i == 7 ? "=HYPERLINK(1)" : $"note-{i}." });
        }

        using PageClient visitor = await accounts.SignedInAsync("carl");
        PageAnswer first = await visitor.GetAsync("/account/security-log?kind=email");
        Assert.Equal(50, first.Document.QuerySelectorAll("main tbody tr").Length);
        Assert.Contains("note-59.", first.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain("Signed in", first.MainText, StringComparison.Ordinal);
        PageAnswer older = await visitor.GetAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(10, older.Document.QuerySelectorAll("main tbody tr").Length);
        Assert.Null(older.Document.QuerySelector("a[rel=next]"));
        Assert.Contains("note-0.", older.MainText, StringComparison.Ordinal);
        Assert.Equal(1, (await visitor.GetAsync("/account/security-log?q=SIGNIN")).Document.QuerySelectorAll("main tbody tr").Length);
        Assert.NotNull((await visitor.GetAsync("/account/security-log?q=no-such-word%25")).Document.QuerySelector(".empty"));

        PageAnswer csv = await visitor.GetAsync(first.Document.QuerySelector("a[href*=Csv]")!.GetAttribute("href")!);
        Assert.Contains("text/csv", csv.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(61, csv.Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("\"=HYPERLINK", csv.Html, StringComparison.Ordinal);
        Assert.Contains("carl", csv.Html, StringComparison.Ordinal);
    }

    private static bool HasAddress(string row) => row.Contains("::1", StringComparison.Ordinal) || row.Contains("127.0.0.1", StringComparison.Ordinal);
}
