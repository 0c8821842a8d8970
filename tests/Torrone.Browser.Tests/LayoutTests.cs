using Microsoft.Playwright;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>Nothing sticks out sideways, nothing jumps, on a phone and on a desk, in English and a third longer.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LayoutTests(FilledGallery gallery)
{
    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_is_wider_than_the_screen(string page, string who)
    {
        foreach ((int width, string language) in ((int, string)[])[(360, "en"), (360, Visit.Pseudo), (1280, "en"), (1280, Visit.Pseudo)])
        {
            await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who) with { Width = width, Language = language });
            await visit.GoAsync(Pages.Address(gallery, page));
            string[] wide = await visit.Page.EvaluateAsync<string[]>(TooWide);
            Assert.True(wide.Length == 0, $"At {width} in {language}:\n{string.Join('\n', wide)}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_jumps_while_it_loads(string page, string who)
    {
        await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who));
        await visit.Page.AddInitScriptAsync("""
            window.shift = 0;
            new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; })
              .observe({ type: 'layout-shift', buffered: true });
            """);
        await visit.GoAsync(Pages.Address(gallery, page));
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.InRange(await visit.Page.EvaluateAsync<double>("window.shift"), 0, 0.02);
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_makes_the_browser_complain(string page, string who)
    {
        await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who));
        IResponse answer = await visit.GoAsync(Pages.Address(gallery, page));
        Assert.True(answer.Status < 500, $"{answer.Status}");
        Assert.Contains("script-src 'self'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        // The browser reports a page's own 404 as an error; that is the answer that was asked for.
        Assert.Equal([], visit.Complaints.Where(c => answer.Ok || !c.Contains($"status of {answer.Status}", StringComparison.Ordinal)));
    }

    // Elements that stick out of the page, but for those inside a box that scrolls by itself.
    private const string TooWide = """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const scrolls = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
            if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
          const found = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e))
            .map(e => e.outerHTML.slice(0, 160));
          return found.length ? found : ['the page scrolls sideways'];
        }
        """;
}
