using Microsoft.Playwright;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>What the form of a new key says while it is filled in.</summary>
public sealed class CreateKeyTests(FilledGallery gallery) : IClassFixture<FilledGallery>
{
    [Fact]
    public async Task A_pattern_says_at_once_what_it_matches()
    {
        await using Visit visit = await OpenAsync();
        IPage page = visit.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await page.GetByLabel("Glob pattern").FillAsync("Contoso.*");
        await Assertions.Expect(page.Locator("[data-sentence]").First).ToHaveTextAsync(
            "2 of your 28: Contoso.Json, Contoso.Text", new() { Timeout = 15_000 });

        await page.GetByLabel("Glob pattern").FillAsync("*");
        await Assertions.Expect(page.GetByText("Covers all 28 of your packages and every future id.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Use Fabrikam.* instead" }).ClickAsync();
        Assert.Equal("Fabrikam.*", await page.GetByLabel("Glob pattern").InputValueAsync());
        await visit.AssertNoComplaintsAsync();
    }

    [Fact]
    public async Task The_summary_is_what_is_saved()
    {
        await using Visit visit = await OpenAsync();
        IPage page = visit.Page;
        await page.GetByLabel("Key name").FillAsync("Summed up");
        ILocator scopes = page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" });
        await scopes.GetByLabel("Push").CheckAsync();
        await scopes.GetByLabel("Only new versions of existing packages").CheckAsync();
        await scopes.GetByLabel("Unlist").CheckAsync();
        await page.GetByLabel("Glob pattern").FillAsync("Contoso.*");
        await page.GetByLabel("In 30 days").CheckAsync();
        ILocator summary = page.Locator("[data-summary]");
        await Assertions.Expect(summary).ToContainTextAsync("This key lets Summed up push new versions of Contoso.*, and unlist and relist versions");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await page.GetByLabel("I have stored it").CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Summed up" });
        await Assertions.Expect(row).ToContainTextAsync("Push, only new versions");
        await Assertions.Expect(row).ToContainTextAsync("Unlist");
        await Assertions.Expect(row).ToContainTextAsync("Contoso.*");
        await Assertions.Expect(row).ToContainTextAsync("days)");
    }

    [Fact]
    public async Task A_form_that_is_sent_too_early_keeps_its_input_and_leads_to_what_is_missing()
    {
        await using Visit visit = await OpenAsync();
        IPage page = visit.Page;
        await page.GetByLabel("Key name").FillAsync("Half done");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToBeFocusedAsync();
        Assert.Equal("Half done", await page.GetByLabel("Key name").InputValueAsync());
        await page.GetByRole(AriaRole.Alert).First.GetByRole(AriaRole.Link, new() { Name = "Select at least one scope." }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" }).GetByLabel("Push")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_form_holds_together_at_four_hundred_percent()
    {
        // 1280 pixels at 400 % are 320.
        await using Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies, Width = 320, Height = 256 });
        await visit.GoAsync("/account/apikeys/create");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        int overlaps = await visit.Page.EvaluateAsync<int>("""
            () => {
              const boxes = [...document.querySelectorAll('main input:not([type=hidden]):not(.hidden), main button:not(.hidden)')]
                .filter(e => e.offsetParent && !e.hidden && !e.closest('details:not([open])')).map(e => e.getBoundingClientRect()).filter(b => b.width > 1 && b.height > 1);
              return boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
            }
            """);
        Assert.Equal(0, overlaps);
    }

    private async Task<Visit> OpenAsync()
    {
        Visit visit = await gallery.VisitAsync(new VisitOptions { SignedIn = gallery.PublisherCookies });
        await visit.GoAsync("/account/apikeys/create");
        return visit;
    }
}
