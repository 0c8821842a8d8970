using Microsoft.Playwright;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>Upload with script: progress that can be seen and cancelled, a preview that is the package page, and only then a publication.</summary>
public sealed class UploadTests(FilledGallery gallery) : IClassFixture<FilledGallery>
{
    [Fact]
    public async Task A_package_shows_its_progress_and_itself_before_it_is_published()
    {
        await using Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies });
        IPage page = visit.Page;
        await ChooseAsync(visit, Large("Upload.Shown").Readme("# Shown before").Framework("net8.0").Dependency("Contoso.Json", "2.0.0", "net8.0"));
        await SlowlyAsync(visit);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeVisibleAsync();

        ILocator publish = page.GetByRole(AriaRole.Button, new() { Name = "Publish Upload.Shown 1.0.0" });
        await Assertions.Expect(publish).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Shown before" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Contoso.Json")).ToBeVisibleAsync();
        Assert.False(await ExistsAsync("upload.shown"), "It is public before it was confirmed.");
        await publish.ClickAsync();
        await Assertions.Expect(page.GetByText("Upload.Shown 1.0.0 is published.")).ToBeVisibleAsync();
        Assert.True(await ExistsAsync("upload.shown"), "It is not public after it was confirmed.");
        await visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_the_form_and_nothing_else()
    {
        await using Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies });
        await ChooseAsync(visit, Large("Upload.Cancelled"));
        await SlowlyAsync(visit);
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Cancelled. Nothing was kept.")).ToBeVisibleAsync();
        Assert.False(await ExistsAsync("upload.cancelled"));
    }

    [Fact]
    public async Task A_package_that_cannot_be_published_says_why()
    {
        await using Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies });
        await ChooseAsync(visit, new PackageBuilder("Upload.Broken").Metadata("icon", "missing.png"));
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("cannot be published")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("missing.png")).ToBeVisibleAsync();
        Assert.False(await ExistsAsync("upload.broken"));
    }

    // A slow line: a quarter of a megabyte takes two seconds.
    private static async Task SlowlyAsync(Visit visit)
    {
        ICDPSession session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = 20, ["downloadThroughput"] = -1, ["uploadThroughput"] = 128 * 1024,
        });
    }

    private static PackageBuilder Large(string id) => new PackageBuilder(id).Uncompressed().Entry("content/large.bin", new byte[256 * 1024]);

    private static async Task ChooseAsync(Visit visit, PackageBuilder package)
    {
        await visit.GoAsync("/packages/upload");
        await visit.Page.GetByLabel("Package file").SetInputFilesAsync(new FilePayload
        {
            Name = $"{package.Id}.{package.Version}.nupkg", MimeType = "application/octet-stream", Buffer = package.Build(),
        });
    }

    private async Task<bool> ExistsAsync(string id)
    {
        using HttpResponseMessage answer = await gallery.Server.Client.GetAsync(new Uri($"/v3-flatcontainer/{id}/index.json", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
