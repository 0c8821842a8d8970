using System.Net;
using Microsoft.Playwright;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>A key is changed, rotated with an overlap and stopped, by the words on the pages.</summary>
public sealed class RotateKeyTests(Chromium chromium) : IAsyncLifetime
{
    private const string Name = "rotator";

    private ServerProcess _server = null!;
    private Visit _visit = null!;

    private IPage Page => _visit.Page;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        await _server.AddUserAsync(Name);
        _visit = await Visit.StartAsync(chromium, _server);
        await _visit.SignInAsync(Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _visit.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task During_the_overlap_both_secrets_push_and_after_it_the_new_one_alone()
    {
        string old = await CreateAsync("CI");
        await Page.GetByLabel("I have stored it").CheckAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Details of the key CI" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Regenerate" }).ClickAsync();
        await Page.GetByLabel("Keep it for a while").CheckAsync();
        await Assertions.Expect(Page.GetByLabel("Hours")).ToHaveValueAsync("24");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Regenerate" }).ClickAsync();
        string secret = await SecretAsync();
        Assert.Equal(HttpStatusCode.Created, await PushAsync(old, "Contoso.One"));
        Assert.Equal(HttpStatusCode.Created, await PushAsync(secret, "Contoso.Two"));

        await _visit.GoAsync("/account/apikeys");
        await Page.GetByRole(AriaRole.Link, new() { Name = "End old now: the key CI" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "End old now" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The old secret of the key CI has ended.")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(old, "Contoso.Three"));
        Assert.Equal(HttpStatusCode.Created, await PushAsync(secret, "Contoso.Three"));
        await _visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task Leaving_a_shown_key_unconfirmed_asks_first()
    {
        await CreateAsync("asked");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        ILocator dialog = Page.GetByRole(AriaRole.Dialog, new() { Name = "Have you stored the key?" });
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stay here" }).ClickAsync();
        await Assertions.Expect(Page.GetByLabel("API key", new() { Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Leave without it" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "asked" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_shown_key_can_be_tried_before_it_is_stored()
    {
        await CreateAsync("tried");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Test this key" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The gallery knows this key, and it works.")).ToBeVisibleAsync();
        await _visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task An_edit_is_shown_before_it_is_saved()
    {
        await CreateAsync("edited");
        await Page.GetByLabel("I have stored it").CheckAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Details of the key edited" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a pattern" }).ClickAsync();
        await Page.GetByLabel("Glob pattern").Nth(1).FillAsync("Fabrikam.*");
        await Assertions.Expect(Page.Locator("[data-summary]")).ToContainTextAsync("Fabrikam.*");
        await Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Review the changes" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Adds Fabrikam.*")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Back to the form" }).ClickAsync();
        await Assertions.Expect(Page.GetByLabel("Glob pattern").Nth(1)).ToHaveValueAsync("Fabrikam.*");
        await Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Review the changes" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The key edited was changed.")).ToBeVisibleAsync();
        await _visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task A_date_beyond_the_policy_is_refused_and_the_rest_of_the_form_is_kept()
    {
        await _visit.GoAsync("/account/apikeys/create?preset=ci");
        await Page.GetByLabel("Glob pattern").FillAsync("Contoso.*");
        await Page.GetByLabel("On a date").CheckAsync();
        // A date picker keeps to the allowed days; a typed or pasted date need not.
        await Page.GetByLabel("Date", new() { Exact = true }).EvaluateAsync("e => { e.removeAttribute('max'); e.value = '2099-01-01'; }");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        ILocator errors = Page.GetByRole(AriaRole.Alert).First;
        await Assertions.Expect(errors).ToBeFocusedAsync();
        await Assertions.Expect(errors).ToContainTextAsync("from 1 to 365 days");
        await Assertions.Expect(Page.GetByLabel("Key name")).ToHaveValueAsync("CI");
        await Assertions.Expect(Page.GetByLabel("Glob pattern")).ToHaveValueAsync("Contoso.*");
        await Assertions.Expect(Page.GetByLabel("Date", new() { Exact = true })).ToHaveValueAsync("2099-01-01");
    }

    private async Task<string> CreateAsync(string name)
    {
        await _visit.GoAsync("/account/apikeys/create");
        await Page.GetByLabel("Key name").FillAsync(name);
        await Page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" }).GetByLabel("Push").CheckAsync();
        await Page.GetByLabel("Glob pattern").FillAsync("Contoso.*");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        return await SecretAsync();
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
