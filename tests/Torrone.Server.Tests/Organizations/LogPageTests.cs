using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>/organization/{name}/log, as a page and as a table to keep.</summary>
public sealed class LogPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private const string Page = "/organization/Rita-Team/log";

    [Fact]
    public async Task Its_administrators_read_and_download_the_log_and_nobody_else_does()
    {
        (PageClient admin, _) = await accounts.ArriveAsync("rita");
        (PageClient member, long memberId) = await accounts.ArriveAsync("samuel");
        (PageClient stranger, _) = await accounts.ArriveAsync("teresa");
        PageAnswer made = await admin.SubmitAsync("/account/organizations/create", new Dictionary<string, string> { ["Input.Name"] = "Rita-Team" });
        Assert.Equal(HttpStatusCode.Redirect, made.Status);
        await accounts.JoinAsync(memberId, "Rita-Team", "collaborator");

        Assert.Contains("Rita-Team", (await admin.GetAsync(Page)).Document.QuerySelector("table.log")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing fits the filter", (await admin.GetAsync(Page + "?q=no-such-act")).MainText, StringComparison.Ordinal);

        PageAnswer table = await admin.GetAsync(Page + "?handler=Csv");
        Assert.StartsWith("text/csv", table.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("log-Rita-Team.csv", table.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("\"organization.created\"", table.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("organization.created", (await admin.GetAsync(Page + "?handler=Csv&q=no-such-act")).Html, StringComparison.Ordinal);

        foreach (PageClient other in (PageClient[])[member, stranger])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(Page)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(Page + "?handler=Csv")).Status);
        }
    }
}
