using Microsoft.Playwright;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>An authenticator app, from the picture on the page to the second step of the sign-in.</summary>
public sealed class SecondFactorTests(Chromium chromium) : IAsyncLifetime
{
    private const string Name = "tiziana";

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
    public async Task An_app_is_enrolled_and_its_codes_and_the_recovery_codes_sign_in_once()
    {
        await _visit.GoAsync("/account/sign-in-methods");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Set up an app" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Img, new() { Name = "QR code with the secret for the app" })).ToBeVisibleAsync();
        AuthenticatorApp app = new(await Page.GetByRole(AriaRole.Group, new() { Name = "Secret for the app" }).InnerTextAsync());
        await Page.GetByLabel("The code that the app shows now").FillAsync("000 000");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Assertions.Expect(Page.Locator(".error-summary")).ToContainTextAsync("This is not the code");

        // The mistyped code cost nothing: the same secret still waits. Blanks are how apps show a code.
        string code = app.Now;
        await Page.GetByLabel("The code that the app shows now").FillAsync($" {code[..3]} {code[3..]} ");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Store your recovery codes" })).ToBeFocusedAsync();
        string[] codes = (await Page.Locator(".recovery-codes code").InnerTextAsync()).Split('\n');
        IDownload file = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        string text = await File.ReadAllTextAsync((await file.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.All(codes, c => Assert.Contains(c, text, StringComparison.Ordinal));
        await Page.GetByRole(AriaRole.Link, new() { Name = "I have stored them" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("10 left")).ToBeVisibleAsync();

        await FirstStepAsync();
        // The code that enrolled the app is used up.
        await StepAsync("Code from your authenticator app", code);
        await Assertions.Expect(Page.Locator(".error-summary")).ToContainTextAsync("a code is good once");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code" }).ClickAsync();
        await StepAsync("Recovery code", codes[3].ToUpperInvariant());
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/account/sign-in-methods").AbsoluteUri);
        await Assertions.Expect(Page.GetByText("9 left")).ToBeVisibleAsync();

        await FirstStepAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code" }).ClickAsync();
        await StepAsync("Recovery code", codes[3]);
        await Assertions.Expect(Page.Locator(".error-summary")).ToContainTextAsync("a code is good once");
        await _visit.AssertNoComplaintsAsync();
    }

    private async Task FirstStepAsync()
    {
        await _visit.GoAsync("/account/signout");
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(_server.Address.AbsoluteUri);
        await _visit.GoAsync("/users/account/LogOn?returnUrl=%2Faccount%2Fsign-in-methods");
        await Page.GetByLabel("User name or e-mail address").FillAsync(Name);
        await Page.GetByLabel("Password").FillAsync(Gallery.Password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Confirm the sign-in" })).ToBeVisibleAsync();
    }

    private async Task StepAsync(string label, string code)
    {
        await Page.GetByLabel(label).FillAsync(code);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
