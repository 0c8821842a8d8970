using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Tests.Packages.Advisories;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/admin/advisories: look before importing, dismiss, remove; administrators alone; and what package pages say.</summary>
public sealed class AdvisoryPageTests(WebGallery web) : IClassFixture<WebGallery>
{
    private const string Admin = "iris";

    private static readonly string Weak = AdvisoryWorld.Osv("GHSA-1111-2222-3333", "Contoso.Json", """[{"introduced":"0"},{"fixed":"2.0.0"}]""", "CRITICAL", aliases: "\"CVE-2026-1\"");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_first_and_then_decides()
    {
        using PageClient visitor = web.Visitor();
        Assert.Contains("This gallery has no vulnerability data.", (await visitor.GetAsync("/packages/Contoso.Json/1.0.0")).MainText, StringComparison.Ordinal);

        using PageClient admin = await AdministratorAsync();
        PageAnswer empty = await admin.GetAsync("/admin/advisories");
        Assert.Contains("Nothing has been imported yet", empty.MainText, StringComparison.Ordinal);
        string preview = await UploadAsync(admin, empty, $"[{Weak},{{\"id\":\"GHSA-x\",\"affected\":[{{\"package\":{{\"ecosystem\":\"npm\",\"name\":\"n\"}}}}]}},{{\"id\":\"../<b>\"}}]");
        PageAnswer seen = await admin.GetAsync(preview);
        Assert.Contains("One advisory about packages of NuGet", seen.MainText, StringComparison.Ordinal);
        Assert.Equal(["1", "0", "0", "1", "1"], seen.Document.QuerySelectorAll(".counts dd").Select(d => d.TextContent));
        Assert.Contains("weak.json : It has no identifier that could be one. It says “../<b>”.", seen.MainText, StringComparison.Ordinal);
        Assert.Equal("", await IdentifiersAsync());

        PageAnswer done = await admin.SubmitAsync(seen, preview, new Dictionary<string, string>(), "handler=Import");
        Assert.Equal("/admin/advisories", done.Location);
        PageAnswer list = await admin.GetAsync("/admin/advisories?q=contoso&here=true");
        Assert.Contains("Imported: 1 new, 0 changed.", list.MainText, StringComparison.Ordinal);
        Assert.Contains("GHSA-1111-2222-3333", list.MainText, StringComparison.Ordinal);
        Assert.Contains("No advisory matches.", (await admin.GetAsync("/admin/advisories?q=100%25")).MainText, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(preview)).Status);

        PageAnswer weak = await visitor.GetAsync("/packages/Contoso.Json/1.0.0");
        Assert.Contains("This version has a known vulnerability Critical GHSA-1111-2222-3333 About Contoso.Json Version 2.0.0 has none that is known.", weak.MainText, StringComparison.Ordinal);
        Assert.Equal("https://github.com/advisories/GHSA-1111-2222-3333", weak.Document.QuerySelector(".notice-danger a")!.GetAttribute("href"));
        Assert.Contains("Vulnerabilities None known Data as of", (await visitor.GetAsync("/packages/Contoso.Json/2.0.0")).MainText, StringComparison.Ordinal);
        PageAnswer versions = await visitor.GetAsync("/packages/Contoso.Json/2.0.0/versions?all=true");
        Assert.Single(versions.Document.QuerySelectorAll("tbody .badge-danger"), b => b.TextContent.Trim() == "Vulnerable: critical");

        const string One = "/admin/advisories/GHSA-1111-2222-3333";
        await admin.SubmitAsync(One, new Dictionary<string, string> { ["reason"] = "Not <b>reachable</b>." }, "handler=Dismiss");
        Assert.Contains("Not <b>reachable</b>.", (await admin.GetAsync(One)).MainText, StringComparison.Ordinal);
        Assert.DoesNotContain("GHSA", (await visitor.GetAsync("/packages/Contoso.Json/1.0.0")).MainText, StringComparison.Ordinal);
        PageAnswer again = await admin.GetAsync(await UploadAsync(admin, list, Weak));
        await admin.SubmitAsync(again, again.Path, new Dictionary<string, string>(), "handler=Import");
        Assert.DoesNotContain("GHSA", (await visitor.GetAsync("/packages/Contoso.Json/1.0.0")).MainText, StringComparison.Ordinal);
        await admin.SubmitAsync(One, new Dictionary<string, string>(), "handler=Reinstate");
        Assert.Contains("GHSA", (await visitor.GetAsync("/packages/Contoso.Json/1.0.0")).MainText, StringComparison.Ordinal);

        await RefusedAsync();
        Assert.Equal("GHSA-1111-2222-3333", await IdentifiersAsync());
        await admin.SubmitAsync(One, new Dictionary<string, string>(), "handler=Remove");
        Assert.Equal("", await IdentifiersAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(One)).Status);
        Assert.Equal(["advisories.imported", "advisories.imported", "advisory.dismissed", "advisory.reinstated", "advisory.removed"],
            (await web.Gallery.RowsAsync<string>("SELECT action FROM audit WHERE action LIKE 'advisor%' AND actor_id IS NOT NULL ORDER BY id")).Order(StringComparer.Ordinal));
    }

    private async Task RefusedAsync()
    {
        using PageClient person = await web.SignedInAsync(WebGallery.Owner);
        string token = (await person.GetAsync("/account/packages")).Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (string page in (string[])["/admin/advisories", "/admin/advisories/GHSA-1111-2222-3333", "/admin/advisories/import/0123456789012345678901"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await person.GetAsync(page)).Status);
        }

        foreach (string form in (string[])["/GHSA-1111-2222-3333?handler=Remove", "/GHSA-1111-2222-3333?handler=Dismiss", "/GHSA-1111-2222-3333?handler=Reinstate",
            "/import/0123456789012345678901?handler=Import", "/import/0123456789012345678901?handler=Discard", ""])
        {
            PageAnswer answer = await person.PostAsync("/admin/advisories" + form, new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }

        using PageClient visitor = web.Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/admin/advisories")).Status);
    }

    private async Task<PageClient> AdministratorAsync()
    {
        CreateAccountAnswer made = await web.Gallery.Get<CreateAccount>().RunAsync(
            new NewAccount(Admin, "iris@example.test", WebGallery.Password) { IsConfirmed = true, IsAdmin = true }, Actor.CommandLine, Now);
        Assert.NotNull(made.Account);
        return await web.SignedInAsync(Admin);
    }

    private async Task<string> UploadAsync(PageClient admin, PageAnswer page, string json)
    {
        string token = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using MultipartFormDataContent form = new()
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent(json), "files", "../weak.json" },
        };
        using SocketsHttpHandler handler = new() { CookieContainer = admin.Cookies, AllowAutoRedirect = false };
        using HttpClient client = new(handler) { BaseAddress = web.Address };
        using HttpResponseMessage answer = await client.PostAsync(new Uri("/admin/advisories", UriKind.Relative), form, Now);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<string> IdentifiersAsync() => string.Join(' ', await web.Gallery.RowsAsync<string>("SELECT identifier FROM advisories ORDER BY identifier"));
}
