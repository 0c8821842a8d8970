using Microsoft.Playwright;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>
/// The documented way of a newcomer, from an empty data folder to a package in another project: by the words on the pages, by keyboard
/// alone, with the real client.
/// </summary>
public sealed class QuickStartTests(Chromium chromium)
{
    private const string Name = "newcomer";

    [Fact]
    public async Task A_newcomer_makes_a_key_with_the_keyboard_and_pushes_with_the_real_client()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using Visit visit = await Visit.StartAsync(chromium, server);
        IPage page = visit.Page;
        await ClaimAsync(server, visit);
        await SignOutAsync(page);
        await RegisterAsync(server, visit);
        await SignInAsync(visit);

        string key = await CreateKeyAsync(page);
        using DotnetClient client = new(server.Source);
        await PushAndUseAsync(client, key);
        await UnlistAsync(visit, client);
        await visit.AssertNoComplaintsAsync();
    }

    private static async Task ClaimAsync(ServerProcess server, Visit visit)
    {
        string link = await File.ReadAllTextAsync(Path.Combine(server.DataFolder, "setup-link"), TestContext.Current.CancellationToken);
        await visit.GoAsync(link.Trim());
        await FillAccountAsync(visit.Page, "first-administrator");
        await Assertions.Expect(visit.Page.GetByText("The gallery is yours.")).ToBeVisibleAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "first-administrator" }));
        await page.EnterAsync(Menu(page).GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static async Task RegisterAsync(ServerProcess server, Visit visit)
    {
        IPage page = visit.Page;
        await visit.GoAsync("/users/account/LogOn?returnUrl=%2F");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Create an account" })).ToBeVisibleAsync();
        await FillAccountAsync(page, Name);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Look into your mail" })).ToBeVisibleAsync();

        ReceivedMail mail = await server.Mail.WaitForAsync(m => m.To.Contains($"{Name}@example.org", StringComparison.Ordinal));
        await visit.GoAsync(mail.Link("/account/confirm").AbsoluteUri);
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }));
        await Assertions.Expect(page.GetByText("Your e-mail address is confirmed.")).ToBeVisibleAsync();
    }

    private static async Task FillAccountAsync(IPage page, string name)
    {
        await page.TypeAsync(page.GetByLabel("User name"), name);
        await page.TypeAsync(page.GetByLabel("E-mail address"), $"{name}@example.org");
        await page.TypeAsync(page.GetByLabel("Password"), Gallery.Password);
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }));
    }

    private static async Task SignInAsync(Visit visit)
    {
        IPage page = visit.Page;
        await visit.GoAsync("/users/account/LogOn?returnUrl=%2F");
        await page.TypeAsync(page.GetByLabel("User name or e-mail address"), Name);
        await page.TypeAsync(page.GetByLabel("Password"), Gallery.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = Name })).ToBeVisibleAsync();
    }

    private static ILocator Menu(IPage page) => page.Locator(":popover-open");

    private static async Task<string> CreateKeyAsync(IPage page)
    {
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = Name }));
        await page.EnterAsync(Menu(page).GetByRole(AriaRole.Link, new() { Name = "API Keys" }));
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Create", Exact = true }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "API Key", Exact = true })).ToBeVisibleAsync();
        await page.TypeAsync(page.GetByLabel("Key name"), "quick start");
        await page.SpaceAsync(page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" }).GetByLabel("Push"));
        await page.TypeAsync(page.GetByLabel("Glob pattern"), "*");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }));

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Copy your key now" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".secret").GetByText("Copied")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).GetByText("Copied")).ToBeVisibleAsync();
        string key = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Matches("^trp_[0-9A-Za-z]{42}$", key);
        Assert.Equal(key, await page.GetByLabel("API key", new() { Exact = true }).TextContentAsync());

        await page.SpaceAsync(page.GetByLabel("I have stored it"));
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Done" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "quick start" })).ToContainTextAsync("Active");
        return key;
    }

    private static async Task PushAndUseAsync(DotnetClient client, string key)
    {
        client.Write("library/Quick.Start.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><Version>1.0.0</Version></PropertyGroup></Project>""");
        client.Write("library/Start.cs", "namespace Quick; public static class Start { public static string Word => \"torrone\"; }");
        (await client.RunAsync(["pack", "-c", "Release", "-o", client.Under("out")], "library")).Succeeded();
        (await client.PushAsync(client.Under("out", "Quick.Start.1.0.0.nupkg"), key)).Succeeded();
        await BuildConsumerAsync(client);
    }

    private static async Task BuildConsumerAsync(DotnetClient client)
    {
        client.EmptyCaches();
        client.Write("app/app.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost></PropertyGroup>
              <ItemGroup><PackageReference Include="Quick.Start" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        client.Write("app/Program.cs", "System.Console.WriteLine(Quick.Start.Word);");
        (await client.RunAsync(["build"], "app")).Succeeded();
        Assert.Equal("torrone", (await client.RunAsync(["run", "--no-build"], "app")).Succeeded().Output.Trim());
    }

    private static async Task UnlistAsync(Visit visit, DotnetClient client)
    {
        IPage page = visit.Page;
        await visit.GoAsync("/packages?q=quick");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Quick.Start" })).ToBeVisibleAsync();

        await visit.GoAsync("/account/packages");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Manage" }));
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Unlist" }));
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Unlist", Exact = true }));
        await Assertions.Expect(page.GetByText("Quick.Start 1.0.0 is unlisted.")).ToBeVisibleAsync();
        await visit.GoAsync("/packages?q=quick");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Quick.Start" })).ToHaveCountAsync(0);
        await BuildConsumerAsync(client);
    }
}
