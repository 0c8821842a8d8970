using Microsoft.Playwright;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>Passkeys with a virtual device: made, named, signed in with, asked for again, removed.</summary>
public sealed class PasskeyTests(Chromium chromium) : IAsyncLifetime
{
    private const string Name = "paola";

    private ServerProcess _server = null!;
    private Visit _visit = null!;
    private VirtualAuthenticator _device = null!;

    private IPage Page => _visit.Page;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        await _server.AddUserAsync(Name);
        _visit = await Visit.StartAsync(chromium, _server);
        _device = await VirtualAuthenticator.AddAsync(Page);
        await _visit.SignInAsync(Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _visit.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_passkey_is_made_and_signs_in_without_a_password()
    {
        await MakeAsync("work laptop");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Store your recovery codes" })).ToBeVisibleAsync();
        string[] codes = (await Page.Locator(".recovery-codes code").InnerTextAsync()).Split('\n');
        Assert.Equal(10, codes.Distinct().Count());
        await Page.GetByRole(AriaRole.Link, new() { Name = "I have stored them" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "work laptop" })).ToContainTextAsync("Never");
        Assert.Contains("was added to paola", (await _server.Mail.WaitForAsync(m => m.Subject.Contains("work laptop", StringComparison.Ordinal))).Subject, StringComparison.Ordinal);

        await SignOutAsync();
        await VirtualAuthenticator.OfferNothingAsync(Page);
        await SignInByPasskeyAsync();
        await _visit.GoAsync("/account/sign-in-methods");
        await Assertions.Expect(Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "work laptop" })).Not.ToContainTextAsync("Never");
        await _visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task The_browser_offers_a_passkey_in_the_field_for_the_name()
    {
        await MakeAsync("phone");
        await SignOutAsync();
        await _visit.GoAsync("/users/account/LogOn?returnUrl=%2Faccount%2Fapikeys");
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/account/apikeys").AbsoluteUri);
    }

    [Fact]
    public async Task With_a_passkey_the_password_alone_does_not_sign_in()
    {
        await MakeAsync("phone");
        await SignOutAsync();
        await VirtualAuthenticator.OfferNothingAsync(Page);
        await FirstStepAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Confirm the sign-in" })).ToBeVisibleAsync();
        await _visit.GoAsync("/account/apikeys");
        await Assertions.Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("LogOn"));

        await FirstStepAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/account/apikeys").AbsoluteUri);
    }

    [Fact]
    public async Task A_device_that_does_not_verify_its_user_is_not_enough()
    {
        await MakeAsync("stolen key");
        await SignOutAsync();
        await VirtualAuthenticator.OfferNothingAsync(Page);
        await _device.VerifiesAsync(false);
        await _visit.GoAsync("/users/account/LogOn");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Nothing came of it")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_passkey_is_renamed_and_a_removed_one_opens_nothing()
    {
        await MakeAsync("old");
        await _visit.GoAsync("/account/sign-in-methods");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Change the passkey old" }).ClickAsync();
        await Page.GetByLabel("Name").FillAsync("new name");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Change the passkey new name" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The passkey was removed.")).ToBeVisibleAsync();
        Assert.Single(await _device.CredentialsAsync());

        await SignOutAsync();
        await VirtualAuthenticator.OfferNothingAsync(Page);
        await _visit.GoAsync("/users/account/LogOn");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(Page.Locator(".error-summary")).ToContainTextAsync("The passkey was not accepted");
        // Without a second factor the password is enough again.
        await FirstStepAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/account/apikeys").AbsoluteUri);
    }

    private async Task MakeAsync(string name)
    {
        await _visit.GoAsync("/account/sign-in-methods");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The passkey was added.")).ToBeVisibleAsync();
    }

    private async Task SignOutAsync()
    {
        await _visit.GoAsync("/account/signout");
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/").AbsoluteUri);
    }

    private async Task SignInByPasskeyAsync()
    {
        await _visit.GoAsync("/users/account/LogOn?returnUrl=%2Faccount%2Fapikeys");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/account/apikeys").AbsoluteUri);
    }

    private async Task FirstStepAsync()
    {
        await _visit.GoAsync("/users/account/LogOn?returnUrl=%2Faccount%2Fapikeys");
        await Page.GetByLabel("User name or e-mail address").FillAsync(Name);
        await Page.GetByLabel("Password").FillAsync(Gallery.Password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
