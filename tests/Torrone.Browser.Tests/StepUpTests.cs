using Microsoft.Playwright;
using Torrone.Server.Data;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>"Confirm it is you": a dialog over the form with script, a section of it without; the form waits, whatever is answered.</summary>
public sealed class StepUpTests(Chromium chromium) : IAsyncLifetime
{
    private const string Name = "vera";
    private const string Create = "/account/apikeys/create";

    private ServerProcess _server = null!;
    private Visit _visit = null!;

    private IPage Page => _visit.Page;

    private ILocator Dialog => Page.GetByRole(AriaRole.Dialog, new() { Name = "Confirm it is you" });

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
    public async Task The_dialog_names_the_act_and_the_form_survives_cancel_and_a_wrong_password()
    {
        await ForgetAsync();
        await FillAsync(Page);
        await PressCreateAsync();
        await Assertions.Expect(Dialog).ToBeVisibleAsync();
        await Assertions.Expect(Dialog).ToContainTextAsync("A new API key acts in your name.");
        await Assertions.Expect(Dialog.GetByLabel("Your password")).ToBeFocusedAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(Dialog).ToBeHiddenAsync();
        await AssertFilledAsync(Page);

        await PressCreateAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Dialog).ToBeHiddenAsync();
        await PressCreateAsync();
        await Dialog.GetByLabel("Your password").FillAsync("not the password");
        await Page.Keyboard.PressAsync("Enter");
        // The answer asks again by itself, beside the reason.
        await Assertions.Expect(Dialog).ToContainTextAsync("This is not your password");
        await AssertFilledAsync(Page);
        await Dialog.GetByLabel("Your password").FillAsync(Gallery.Password);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(Page.Locator("#secret")).ToContainTextAsync("trp_");
        await _visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task A_passkey_or_a_code_is_asked_for_where_there_is_one()
    {
        await VirtualAuthenticator.AddAsync(Page);
        await _visit.GoAsync("/account/sign-in-methods/passkeys/new");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("The passkey was added.")).ToBeVisibleAsync();
        string[] codes = (await Page.Locator(".recovery-codes code").InnerTextAsync()).Split('\n');
        await ForgetAsync();
        await FillAsync(Page);
        await PressCreateAsync();
        await Assertions.Expect(Dialog.GetByLabel("Your password")).ToHaveCountAsync(0);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(Page.Locator("#secret")).ToContainTextAsync("trp_");
        await Page.GetByLabel("I have stored it").CheckAsync();

        await ForgetAsync();
        await FillAsync(Page);
        await PressCreateAsync();
        await Dialog.GetByLabel("Recovery code").FillAsync(codes[0]);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(Page.Locator("#secret")).ToContainTextAsync("trp_");
        await Page.GetByLabel("I have stored it").CheckAsync();
        await _visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task Without_script_the_same_fields_stand_in_the_form()
    {
        await ForgetAsync();
        await using Visit plain = await Visit.StartAsync(chromium, _server, new VisitOptions { Script = false, SignedIn = await _visit.CookiesAsync() });
        await plain.GoAsync(Create);
        await FillAsync(plain.Page);
        await Assertions.Expect(plain.Page.GetByRole(AriaRole.Heading, new() { Name = "Confirm it is you" })).ToBeVisibleAsync();
        await plain.Page.GetByLabel("Your password").FillAsync(Gallery.Password);
        await plain.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await Assertions.Expect(plain.Page.Locator("#secret")).ToContainTextAsync("trp_");
    }

    private async Task ForgetAsync()
    {
        await using Database database = new(new SqliteEngine(Path.Combine(_server.DataFolder, "torrone.db")));
        await database.WriteAsync(write => write.ExecuteAsync("UPDATE sessions SET proved_at = 0"), TestContext.Current.CancellationToken);
    }

    private async Task FillAsync(IPage page)
    {
        await page.GotoAsync(Create);
        await page.GetByLabel("Key name").FillAsync("kept through it all");
        await page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" }).GetByLabel("Push").First.CheckAsync();
        await page.GetByLabel("Glob pattern").First.FillAsync("Vera.*");
    }

    private static async Task AssertFilledAsync(IPage page)
    {
        await Assertions.Expect(page.GetByLabel("Key name")).ToHaveValueAsync("kept through it all");
        await Assertions.Expect(page.GetByLabel("Glob pattern").First).ToHaveValueAsync("Vera.*");
    }

    private Task PressCreateAsync() => Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
}
