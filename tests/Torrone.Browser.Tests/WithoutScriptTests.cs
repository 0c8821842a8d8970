using System.Net;
using Microsoft.Playwright;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>With script turned off, everything about keys and uploads still works; it is only less lively.</summary>
public sealed class WithoutScriptTests(Chromium chromium) : IAsyncLifetime
{
    private const string Name = "plain";

    private ServerProcess _server = null!;
    private Visit _visit = null!;

    private IPage Page => _visit.Page;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        await _server.AddUserAsync(Name);
        _visit = await Visit.StartAsync(chromium, _server, new VisitOptions { Script = false });
        await _visit.SignInAsync(Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _visit.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_previewed_created_regenerated_and_deleted()
    {
        await _visit.GoAsync("/account/apikeys/create");
        await Page.GetByLabel("Key name").FillAsync("no script");
        await Page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" }).GetByLabel("Push").CheckAsync();
        await Page.GetByLabel("Glob pattern").FillAsync("Plain.*");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(Page.Locator("[data-sentence]").First).Not.ToBeEmptyAsync();
        Assert.Equal("no script", await Page.GetByLabel("Key name").InputValueAsync());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        string first = await SecretAsync();
        Assert.Equal(HttpStatusCode.Created, await PushAsync(first, "Plain.One"));

        await _visit.GoAsync("/account/apikeys");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Details of the key no script" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Regenerate" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Regenerate" }).ClickAsync();
        string second = await SecretAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(first, "Plain.Two"));
        Assert.Equal(HttpStatusCode.Created, await PushAsync(second, "Plain.Two"));

        await _visit.GoAsync("/account/apikeys");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Details of the key no script" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Delete" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The key no script was deleted.")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(second, "Plain.Three"));
    }

    [Fact]
    public async Task A_key_is_edited_rotated_and_revoked()
    {
        string first = await _server.CreateKeyAsync(Name, "push", "Plain.*");
        await _visit.GoAsync("/account/apikeys");
        await Page.GetByRole(AriaRole.Link, new() { Name = "test push Plain.*", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a pattern" }).ClickAsync();
        await Page.GetByLabel("Glob pattern").Nth(1).FillAsync("Other.*");
        await Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Review the changes" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Adds Other.*")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        Assert.Equal(HttpStatusCode.Created, await PushAsync(first, "Other.One"));

        await Page.GetByRole(AriaRole.Link, new() { Name = "Regenerate" }).ClickAsync();
        await Page.GetByLabel("Keep it for a while").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Regenerate" }).ClickAsync();
        string second = await SecretAsync();
        Assert.Equal(HttpStatusCode.Created, await PushAsync(first, "Other.Two"));

        await _visit.GoAsync("/account/apikeys");
        await Page.GetByLabel("Select the key test push Plain.*").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Revoke selected" }).ClickAsync();
        await Page.GetByLabel("Reason").FillAsync("no longer needed");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("no longer needed")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(first, "Other.Three"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(second, "Other.Three"));
    }

    [Fact]
    public async Task A_package_is_uploaded_looked_at_and_published()
    {
        await _visit.GoAsync("/packages/upload");
        await Page.GetByLabel("Package file").SetInputFilesAsync(new FilePayload
        {
            Name = "Plain.Upload.1.2.3.nupkg", MimeType = "application/octet-stream",
            Buffer = new PackageBuilder("Plain.Upload", "1.2.3").Readme("# A heading").Framework("net8.0").Build(),
        });
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await _visit.AssertNoComplaintsAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "A heading" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Publish Plain.Upload 1.2.3" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Plain.Upload 1.2.3 is published.")).ToBeVisibleAsync();
        string versions = await _server.Client.GetStringAsync(new Uri("/v3-flatcontainer/plain.upload/index.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\"1.2.3\"", versions, StringComparison.Ordinal);
    }

    private async Task<string> SecretAsync()
    {
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Copy your key now" })).ToBeVisibleAsync();
        return await Page.GetByLabel("API key", new() { Exact = true }).TextContentAsync() ?? "";
    }

    private async Task<HttpStatusCode> PushAsync(string key, string id)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri("/api/v2/package/", UriKind.Relative));
        request.Headers.Add("X-NuGet-ApiKey", key);
        request.Content = new ByteArrayContent(new PackageBuilder(id).Build());
        using HttpResponseMessage answer = await _server.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
