using Microsoft.Playwright;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>An organization as its members meet it, each in a browser of their own.</summary>
public sealed class OrganizationTests(Chromium chromium) : IAsyncLifetime
{
    private ServerProcess _server = null!;
    private Visit _anna = null!;
    private Visit _ben = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        await _server.AddUserAsync("anna");
        await _server.AddUserAsync("ben");
        _anna = await Visit.StartAsync(chromium, _server);
        _ben = await Visit.StartAsync(chromium, _server);
        await _anna.SignInAsync("anna");
        await _anna.GoAsync("/account/organizations");
        await _anna.Page.GetByRole(AriaRole.Link, new() { Name = "Make an organization" }).ClickAsync();
        await _anna.Page.GetByLabel("Name").FillAsync("Contoso.Team");
        await _anna.Page.GetByRole(AriaRole.Button, new() { Name = "Make an organization" }).ClickAsync();
        await Assertions.Expect(_anna.Page.GetByText("The organization Contoso.Team is made.")).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _anna.DisposeAsync();
        await _ben.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task One_browser_invites_and_the_other_accepts_publishes_and_is_removed()
    {
        await InviteAsync("ben");
        await _ben.SignInAsync("ben");
        await _ben.Page.GetByRole(AriaRole.Button, new() { Name = "ben" }).ClickAsync();
        await _ben.Page.GetByRole(AriaRole.Link, new() { Name = "Organizations" }).ClickAsync();
        await Assertions.Expect(_ben.Page.GetByText("anna invites you to Contoso.Team.")).ToBeVisibleAsync();
        await _ben.Page.GetByRole(AriaRole.Button, new() { Name = "Accept the invitation to Contoso.Team" }).ClickAsync();
        await Assertions.Expect(_ben.Page.GetByText("You are a member of Contoso.Team now.")).ToBeVisibleAsync();

        await PublishAsync();
        await _anna.GoAsync("/organization/Contoso.Team");
        await Assertions.Expect(_anna.Page.GetByRole(AriaRole.Link, new() { Name = "Team.Tools", Exact = true })).ToBeVisibleAsync();
        await _ben.GoAsync("/organization/contoso.team/log");
        Assert.Contains("/organization/contoso.team/log", _ben.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(_ben.Page.GetByRole(AriaRole.Table)).ToHaveCountAsync(0);

        await _anna.GoAsync("/organization/Contoso.Team/members");
        ILocator row = _anna.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "ben" });
        await Assertions.Expect(row).ToContainTextAsync("Collaborator");
        await _anna.Page.GetByRole(AriaRole.Button, new() { Name = "Make administrator: ben" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Administrator");
        await _anna.Page.GetByRole(AriaRole.Link, new() { Name = "Remove ben" }).ClickAsync();
        await Assertions.Expect(_anna.Page.GetByRole(AriaRole.Heading, new() { Name = "Remove ben from the organization?" })).ToBeFocusedAsync();
        await _anna.Page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Assertions.Expect(_anna.Page.GetByText("ben is removed.")).ToBeVisibleAsync();
        await _ben.GoAsync("/account/organizations");
        await Assertions.Expect(_ben.Page.GetByText("You belong to no organization yet")).ToBeVisibleAsync();
        await _anna.GoAsync("/organization/Contoso.Team/log");
        await Assertions.Expect(_anna.Page.GetByText("Removed ben from the organization")).ToBeVisibleAsync();
        await _anna.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task A_link_to_an_address_leads_through_sign_in_and_works_once()
    {
        string link = await InviteAsync("somebody@elsewhere.example");
        ReceivedMail mail = await _server.Mail.WaitForAsync(m => m.To == "somebody@elsewhere.example");
        Assert.Equal(new Uri(link).PathAndQuery, mail.Link("/account/organizations/invitation").PathAndQuery);
        await _ben.GoAsync(link);
        await Assertions.Expect(_ben.Page.GetByRole(AriaRole.Heading, new() { Name = "Join Contoso.Team?" })).ToBeVisibleAsync();
        await _ben.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await _ben.Page.GetByLabel("User name or e-mail address").FillAsync("ben");
        await _ben.Page.GetByLabel("Password").FillAsync(Gallery.Password);
        await _ben.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await _ben.Page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(_ben.Page.GetByText("You are a member of Contoso.Team now.")).ToBeVisibleAsync();
        await _anna.GoAsync(link);
        await Assertions.Expect(_anna.Page.GetByRole(AriaRole.Heading, new() { Name = "This invitation is not there any more" })).ToBeVisibleAsync();
        await _anna.GoAsync("/organization/Contoso.Team/members");
        await Assertions.Expect(_anna.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "ben" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_policy_says_what_it_would_hit_before_it_is_saved()
    {
        await _server.CommandAsync(["keys", "create", "--user", "anna", "--owner", "Contoso.Team", "--name", "CI", "--actions", "push", "--glob", "*", "--expires", "90d"]);
        await _anna.GoAsync("/organization/Contoso.Team/policies");
        IPage page = _anna.Page;
        await page.GetByLabel("Longest life of a key, in days").FillAsync("30");
        await Assertions.Expect(page.GetByText("1 key exceeds this life.")).ToBeVisibleAsync();
        await page.GetByLabel("Longest life of a key, in days").FillAsync("90");
        await Assertions.Expect(page.GetByText("No key and no member is affected today.")).ToBeVisibleAsync();
        await page.GetByLabel("Every member needs a second factor").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save policies" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Add a second factor to your own account first");
        Assert.Equal("90", await page.GetByLabel("Longest life of a key, in days").InputValueAsync());
        await page.GetByLabel("Every member needs a second factor").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save policies" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The policies are saved.")).ToBeVisibleAsync();
        await _anna.AssertNoComplaintsAsync();
    }

    private async Task<string> InviteAsync(string who)
    {
        await _anna.GoAsync("/organization/Contoso.Team/members");
        await _anna.Page.GetByLabel("User name or e-mail address").FillAsync(who);
        await _anna.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Assertions.Expect(_anna.Page.GetByRole(AriaRole.Heading, new() { Name = $"{who} is invited" })).ToBeVisibleAsync();
        return await _anna.Page.Locator("main .code code").TextContentAsync() ?? "";
    }

    private async Task PublishAsync()
    {
        await _ben.GoAsync("/packages/upload");
        await _ben.Page.GetByLabel("Package file").SetInputFilesAsync(new FilePayload
        {
            Name = "Team.Tools.nupkg", MimeType = "application/octet-stream", Buffer = new PackageBuilder("Team.Tools").Framework("net8.0").Build(),
        });
        await _ben.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await _ben.Page.GetByLabel("Owner of the new package").SelectOptionAsync("Contoso.Team");
        await _ben.Page.GetByRole(AriaRole.Button, new() { Name = "Publish Team.Tools 1.0.0" }).ClickAsync();
        await Assertions.Expect(_ben.Page.GetByText("Team.Tools 1.0.0 is published.")).ToBeVisibleAsync();
    }
}
