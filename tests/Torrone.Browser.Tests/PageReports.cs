using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Torrone.Browser.Tests;

/// <summary>
/// Looks at each page once for all the rules that every page has to keep: loaded wide in English and, at the same time, narrow in the
/// pseudo-language, and then looked at in the other theme and the other width. Each rule is a test of its own over what was seen.
/// </summary>
public sealed class PageReports(FilledGallery gallery)
{
    private const int Narrow = 360;
    private const int Wide = 1280;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly ConcurrentDictionary<(string Page, string Who), Lazy<Task<PageReport>>> _reports = new();

    /// <summary>What the page showed to somebody of <see cref="Pages.All"/>.</summary>
    public Task<PageReport> OfAsync(string page, string who) => _reports.GetOrAdd((page, who), _ => new(() => LookAsync(page, who))).Value;

    private async Task<PageReport> LookAsync(string page, string who)
    {
        Task<Func<PageReport, PageReport>> pseudo = LookInPseudoAsync(page, who);
        PageReport english = await LookInEnglishAsync(page, who);
        return (await pseudo)(english);
    }

    private async Task<PageReport> LookInEnglishAsync(string page, string who)
    {
        await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who) with { Width = Wide });
        await visit.Page.AddInitScriptAsync(PageScripts.CountShift);
        IResponse answer = await visit.GoAsync(Pages.Address(gallery, page));
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        string[] complaints = [.. visit.Complaints];
        await visit.Page.EvaluateAsync(Axe);
        AccessibilityReport light = await AccessibilityAsync(visit.Page);
        // Late images and scripts have had their time by now, and nothing has been resized yet.
        await Task.Delay(300);
        double shift = await visit.Page.EvaluateAsync<double>("window.shift");
        string[] wide = await TooWideAsync(visit.Page, Wide, "en");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        AccessibilityReport dark = await AccessibilityAsync(visit.Page);
        return new PageReport
        {
            Status = answer.Status,
            Policy = answer.Headers.GetValueOrDefault("content-security-policy", ""),
            // The browser reports a page's own 404 as an error; that is the answer that was asked for.
            Complaints = [.. complaints.Where(c => answer.Ok || !c.Contains($"status of {answer.Status}", StringComparison.Ordinal))],
            Shift = shift,
            Light = light,
            Dark = dark,
            Wide = [.. wide, .. await TooWideAsync(visit.Page, Narrow, "en")],
            PlainWords = [],
            CutOff = [],
            PseudoTitle = "",
        };
    }

    private async Task<Func<PageReport, PageReport>> LookInPseudoAsync(string page, string who)
    {
        await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who) with { Width = Narrow, Language = Visit.Pseudo });
        await visit.GoAsync(Pages.Address(gallery, page));
        string[] cut = await visit.Page.EvaluateAsync<string[]>(PageScripts.CutOff);
        string[] narrow = await TooWideAsync(visit.Page, Narrow, Visit.Pseudo);
        string[] wide = await TooWideAsync(visit.Page, Wide, Visit.Pseudo);
        string[] plain = await visit.Page.EvaluateAsync<string[]>(PageScripts.PlainWords);
        string title = await visit.Page.TitleAsync();
        return report => report with { Wide = [.. report.Wide, .. narrow, .. wide], PlainWords = plain, CutOff = cut, PseudoTitle = title };
    }

    private static Task<AccessibilityReport> AccessibilityAsync(IPage page) => page.EvaluateAsync<AccessibilityReport>(PageScripts.RunAxe);

    private static async Task<string[]> TooWideAsync(IPage page, int width, string language)
    {
        if (page.ViewportSize!.Width != width)
        {
            await page.SetViewportSizeAsync(width, page.ViewportSize.Height);
        }

        return [.. (await page.EvaluateAsync<string[]>(PageScripts.TooWide)).Select(e => $"at {width} in {language}: {e}")];
    }
}
