using System.Net;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/account/packages/{id}/deprecate: shows what would change, changes it, takes it back; only one's own.</summary>
public sealed class DeprecatePageTests(WebGallery web) : IClassFixture<WebGallery>
{
    [Fact]
    public async Task The_preview_changes_nothing_and_the_confirmation_is_seen_everywhere()
    {
        foreach (string version in (string[])["1.0.0", "1.5.0", "2.0.0"])
        {
            await web.PushAsync(WebGallery.Json(version, "Getting.Old"));
        }

        const string Path = "/account/packages/Getting.Old/deprecate";
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer preview = await owner.SubmitAsync(Path, new Dictionary<string, string>
        {
            ["Input.Which"] = "range", ["Input.Range"] = "(,2.0)", ["Input.Legacy"] = "true", ["Input.Other"] = "true",
            ["Input.Alternate"] = "Contoso.Json", ["Input.AlternateVersion"] = "2.0.0", ["Input.Message"] = "Better <b>there</b>.",
        }, "?handler=Preview");
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Contains("2 of 3 versions will be deprecated.", preview.MainText, StringComparison.Ordinal);
        Assert.Contains("Better <b>there</b>.", preview.MainText, StringComparison.Ordinal);
        Assert.Contains("Use Contoso.Json, version 2.0.0 or later, instead.", preview.MainText, StringComparison.Ordinal);
        Assert.Equal(["1.5.0", "1.0.0"], preview.Document.QuerySelectorAll("tbody td:first-child").Select(c => c.TextContent.Trim()));
        Assert.Equal(0, await DeprecatedAsync("getting.old"));

        PageAnswer edit = await owner.SubmitAsync(preview, Path, new Dictionary<string, string> { ["Input.Which"] = "range" }, "?handler=Edit");
        Assert.Equal("Better <b>there</b>.", edit.Document.QuerySelector("textarea")!.TextContent);
        PageAnswer done = await owner.SubmitAsync(preview, Path, new Dictionary<string, string> { ["Input.Which"] = "range" }, "?handler=Apply");
        Assert.Equal("/account/packages/Getting.Old", done.Location);
        Assert.Contains("2 versions of Getting.Old are deprecated.", (await owner.GetAsync(done.Location!)).MainText, StringComparison.Ordinal);
        Assert.Equal(2, await DeprecatedAsync("getting.old"));

        using PageClient visitor = web.Visitor();
        PageAnswer old = await visitor.GetAsync("/packages/Getting.Old/1.0.0");
        Assert.Contains("This version is deprecated It is legacy and no longer maintained. Its owners give this reason: Better <b>there</b>.", old.MainText, StringComparison.Ordinal);
        Assert.Equal("/packages/Contoso.Json", old.Document.QuerySelector(".notice a")!.GetAttribute("href"));
        Assert.DoesNotContain("eprecated", (await visitor.GetAsync("/packages/Getting.Old/2.0.0")).MainText, StringComparison.Ordinal);
        PageAnswer versions = await visitor.GetAsync("/packages/Getting.Old/2.0.0/versions?all=true");
        Assert.Equal(2, versions.Document.QuerySelectorAll("tbody .badge-warning").Count(b => b.TextContent.Trim() == "Deprecated"));

        PageAnswer undo = await owner.SubmitAsync(Path, new Dictionary<string, string> { ["Input.Which"] = "all", ["Input.Undo"] = "true" }, "?handler=Preview");
        Assert.Contains("3 of 3 versions will be deprecated no more.", undo.MainText, StringComparison.Ordinal);
        await owner.SubmitAsync(undo, Path, new Dictionary<string, string> { ["Input.Which"] = "all" }, "?handler=Apply");
        Assert.Equal(0, await DeprecatedAsync("getting.old"));
    }

    [Theory]
    [InlineData("picked", "", "true", "", "Choose at least one version.")]
    [InlineData("range", "(oops", "true", "", "Enter a range such as [1.0,2.0).")]
    [InlineData("range", "[90.0,)", "true", "", "No version of the package is in this range.")]
    [InlineData("all", "", "false", "", "Give at least one reason.")]
    [InlineData("all", "", "true", "no id", "'no id' is not a package ID.")]
    public async Task What_is_missing_is_said_beside_the_field(string which, string range, string legacy, string alternate, string error)
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer answer = await owner.SubmitAsync("/account/packages/Contoso.Json/deprecate", new Dictionary<string, string>
        {
            ["Input.Which"] = which, ["Input.Range"] = range, ["Input.Legacy"] = legacy, ["Input.Alternate"] = alternate,
            ["Input.Picked"] = "9.9.9",
        }, "?handler=Preview");
        Assert.Contains(error, answer.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await DeprecatedAsync("contoso.json"));
    }

    [Fact]
    public async Task A_stranger_finds_no_such_page_and_no_form_of_theirs_changes_anything()
    {
        using PageClient stranger = await web.SignedInAsync(WebGallery.Stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/account/packages/Contoso.Json/deprecate")).Status);
        string token = (await stranger.GetAsync("/account/packages")).Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        PageAnswer answer = await stranger.PostAsync("/account/packages/Contoso.Json/deprecate?handler=Apply", new Dictionary<string, string>
        {
            ["Input.Which"] = "all", ["Input.Legacy"] = "true", ["__RequestVerificationToken"] = token,
        });
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer untold = await owner.PostAsync("/account/packages/Contoso.Json/deprecate?handler=Apply",
            new Dictionary<string, string> { ["Input.Which"] = "all", ["Input.Legacy"] = "true" });
        Assert.Equal(HttpStatusCode.BadRequest, untold.Status);
        Assert.Equal(0, await DeprecatedAsync("contoso.json"));
        using PageClient visitor = web.Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/account/packages/Contoso.Json/deprecate")).Status);
    }

    private async Task<int> DeprecatedAsync(string lowerId) => (await web.Gallery.RowsAsync<long>(
        "SELECT v.id FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = @lowerId AND v.deprecation IS NOT NULL", new { lowerId })).Count;
}
