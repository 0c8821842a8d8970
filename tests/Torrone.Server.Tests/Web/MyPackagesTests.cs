using System.Net;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/account/packages: unlist after a question, relist at once, and only one's own.</summary>
public sealed class MyPackagesTests(WebGallery web) : IClassFixture<WebGallery>
{
    [Fact]
    public async Task They_are_the_persons_own()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        using PageClient stranger = await web.SignedInAsync(WebGallery.Stranger);

        PageAnswer mine = await owner.GetAsync("/account/packages");
        Assert.Contains("Contoso.Json", mine.MainText, StringComparison.Ordinal);
        Assert.Contains("3 of 4 listed", mine.MainText, StringComparison.Ordinal);
        Assert.Contains("You own no package yet", (await stranger.GetAsync("/account/packages")).MainText, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/account/packages/Contoso.Json")).Status);
    }

    [Fact]
    public async Task Unlisting_asks_and_then_hides_and_relisting_brings_back()
    {
        await web.PushAsync(WebGallery.Json("1.0.0", "Come.And.Go"));
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer list = await owner.GetAsync("/account/packages/come.and.go");
        string ask = list.Document.QuerySelector("tbody a.button")!.GetAttribute("href")!;
        PageAnswer asked = await owner.GetAsync(ask);
        Assert.Contains("Unlist 1.0.0?", asked.MainText, StringComparison.Ordinal);
        Assert.Contains("Come.And.Go", await SearchAsync("come.and.go"), StringComparison.Ordinal);

        PageAnswer done = await owner.SubmitAsync(asked, ask, new Dictionary<string, string> { ["version"] = "1.0.0" }, "?handler=Unlist");
        Assert.Equal("/account/packages/Come.And.Go", done.Location);
        PageAnswer after = await owner.GetAsync(done.Location!);
        Assert.Contains("Come.And.Go 1.0.0 is unlisted.", after.MainText, StringComparison.Ordinal);
        Assert.DoesNotContain("/packages/Come.And.Go\"", await SearchAsync("come.and.go"), StringComparison.Ordinal);
        Assert.Equal(["version.unlisted"], (await LogAsync()).Where(t => t.Contains("listed", StringComparison.Ordinal)));

        PageAnswer back = await owner.SubmitAsync(after, done.Location!, new Dictionary<string, string> { ["version"] = "1.0.0" }, "?handler=Relist");
        Assert.Equal(HttpStatusCode.Redirect, back.Status);
        Assert.Contains("/packages/Come.And.Go\"", await SearchAsync("come.and.go"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer answer = await owner.PostAsync("/account/packages/Contoso.Json?handler=Unlist", new Dictionary<string, string> { ["version"] = "2.0.0" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(1L, Assert.Single(await ListedAsync("2.0.0")));
    }

    [Fact]
    public async Task A_strangers_form_changes_nothing()
    {
        using PageClient stranger = await web.SignedInAsync(WebGallery.Stranger);
        PageAnswer any = await stranger.GetAsync("/account/packages");
        string token = any.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        PageAnswer answer = await stranger.PostAsync("/account/packages/Contoso.Json?handler=Unlist",
            new Dictionary<string, string> { ["version"] = "2.0.0", ["__RequestVerificationToken"] = token });

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(1L, Assert.Single(await ListedAsync("2.0.0")));
    }

    private Task<List<long>> ListedAsync(string version) => web.Gallery.RowsAsync<long>(
        "SELECT v.listed FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'contoso.json' AND v.lower_version = @version", new { version });

    private Task<List<string>> LogAsync() => web.Gallery.RowsAsync<string>("SELECT type FROM log WHERE package_lower_id = 'come.and.go' ORDER BY sequence");

    private async Task<string> SearchAsync(string query)
    {
        using PageClient visitor = web.Visitor();
        return (await visitor.GetAsync("/packages?q=" + query)).Html;
    }
}
