using Microsoft.Playwright;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>What people do with accounts, by the words that they see, between two browsers where it takes two.</summary>
public sealed class AccountJourneyTests(Chromium chromium) : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        await _server.AddUserAsync("the-administrator", admin: true);
        await _server.AddUserAsync("marcella");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_joins_by_a_copied_link_is_locked_and_let_in_again(bool script)
    {
        await using Visit admin = await Visit.StartAsync(chromium, _server, new VisitOptions { Script = script });
        await admin.SignInAsync("the-administrator");
        await admin.GoAsync("/admin");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Invitations" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make the invitation" }).ClickAsync();
        string link = (await admin.Page.Locator("main .code code").TextContentAsync())!.Trim();

        await using Visit guest = await Visit.StartAsync(chromium, _server, new VisitOptions { Script = script, Width = 360 });
        await guest.Page.GotoAsync(link);
        Assert.DoesNotContain("token", guest.Page.Url, StringComparison.Ordinal);
        await guest.Page.GetByLabel("User name").FillAsync("newcomer");
        await guest.Page.GetByLabel("E-mail address").FillAsync("newcomer@example.org");
        await guest.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Gallery.Password);
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("Welcome. Your account is ready.")).ToBeVisibleAsync();

        await admin.GoAsync("/admin/users");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "newcomer", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("Ends one session now.")).ToBeVisibleAsync();
        await admin.Page.GetByLabel("Reason").FillAsync("We do not know who this is.");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Lock newcomer" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("The reason: We do not know who this is.")).ToBeVisibleAsync();
        await guest.GoAsync("/account");
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Unlock" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("newcomer is unlocked.")).ToBeVisibleAsync();
        await guest.SignInAsync("newcomer");
        await admin.AssertNoComplaintsAsync();
        await guest.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task A_session_is_ended_from_another_browser_and_the_log_tells_of_it()
    {
        await using Visit here = await Visit.StartAsync(chromium, _server);
        await using Visit there = await Visit.StartAsync(chromium, _server, new VisitOptions { Width = 360 });
        await here.SignInAsync("marcella");
        await there.SignInAsync("marcella");
        await here.GoAsync("/");
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "marcella" }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Link, new() { Name = "Account", Exact = true }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Link, new() { Name = "Sessions" }).ClickAsync();
        await Assertions.Expect(here.Page.GetByText("This session")).ToHaveCountAsync(1);
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out Chrom" }).ClickAsync();
        await Assertions.Expect(here.Page.GetByText("The session was signed out.")).ToBeVisibleAsync();
        await there.GoAsync("/account");
        await Assertions.Expect(there.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "marcella" }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Link, new() { Name = "Security log" }).Last.ClickAsync();
        await Assertions.Expect(here.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Ended a session");
        await here.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task An_address_changes_by_its_letter_and_changes_back_by_the_other()
    {
        await using Visit visit = await Visit.StartAsync(chromium, _server);
        await visit.SignInAsync("marcella");
        await visit.GoAsync("/account/email");
        await visit.Page.GetByLabel("New e-mail address").FillAsync("new@example.org");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("waits for its confirmation").First).ToBeVisibleAsync();
        Uri confirm = (await _server.Mail.WaitForAsync(m => m.To == "new@example.org")).Link("/account/email/confirm");
        await visit.GoAsync(confirm.PathAndQuery);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Your e-mail address is changed.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("new@example.org")).ToBeVisibleAsync();

        await using Visit holder = await Visit.StartAsync(chromium, _server);
        Uri undo = (await _server.Mail.WaitForAsync(m => m.To == "marcella@example.org")).Link("/account/email/undo");
        await holder.GoAsync(undo.PathAndQuery);
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Take the change back" }).ClickAsync();
        await holder.Page.GetByLabel("New password").FillAsync("another long enough Passphrase 8");
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Save the password" }).ClickAsync();
        await Assertions.Expect(holder.Page.GetByText("The password is saved.")).ToBeVisibleAsync();
        await visit.GoAsync("/account");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await holder.AssertNoComplaintsAsync();
    }
}
