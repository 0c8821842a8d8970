using Microsoft.Playwright;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>The list of keys as a person goes through it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeyListTests(FilledGallery gallery)
{
    [Fact]
    public async Task Each_state_shows_its_badge_and_leads_with_what_to_do()
    {
        await using Visit visit = await OpenAsync();
        foreach ((string pattern, string badge, string lead) in
            ((string, string, string)[])[("test push,unlist *", "Expires in", "Regenerate"), ("test push Rotating.*", "Two secrets", "End old now"), ("test push Frozen.*", "Frozen", "Review")])
        {
            ILocator row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { Has = visit.Page.GetByRole(AriaRole.Link, new() { Name = pattern, Exact = true }) });
            await Assertions.Expect(row.Locator(".badge")).ToContainTextAsync(badge);
            await Assertions.Expect(row.Locator(".key-actions a")).ToHaveTextAsync(lead);
        }

        await visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task A_chosen_state_filters_at_once_and_stands_in_the_address()
    {
        await using Visit visit = await OpenAsync();
        await visit.Page.GetByLabel("State").SelectOptionAsync(new SelectOptionValue { Label = "Frozen" });
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("state=frozen"));
        await Assertions.Expect(visit.Page.Locator(".key-name")).ToHaveCountAsync(1);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".key-name")).Not.ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Ticked_keys_are_shown_before_they_are_revoked()
    {
        await using Visit visit = await OpenAsync();
        await visit.Page.GetByLabel("Select the key test push Frozen.*").CheckAsync();
        await visit.Page.GetByLabel("Select the key test push Rotating.*").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke selected" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Revoke 2 keys?" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".stopping > li")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_focus_of_the_form_of_a_key_is_never_covered()
    {
        await using Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies, Height = 500 });
        await visit.GoAsync("/account/apikeys/create");
        int seen = 0;
        for (int stop = 0; stop < 60; stop++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await visit.Page.EvaluateAsync<bool>("document.activeElement.closest('main') !== null"))
            {
                seen++;
                Assert.True(await visit.Page.FocusIsVisibleAsync(), await visit.Page.EvaluateAsync<string>("document.activeElement.outerHTML"));
            }
        }

        Assert.True(seen > 15, $"Only {seen} stops are in the form.");
    }

    private async Task<Visit> OpenAsync()
    {
        Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies });
        await visit.GoAsync("/account/apikeys");
        return visit;
    }
}
