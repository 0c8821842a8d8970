using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>WCAG 2.2 AA as far as a program can see it: no violation, on no page, in neither theme.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccessibilityTests(FilledGallery gallery)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_breaks_a_rule_in_either_theme(string page, string who)
    {
        foreach (bool dark in (bool[])[false, true])
        {
            await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who) with { Dark = dark });
            await visit.GoAsync(Pages.Address(gallery, page));
            AxeResult result = await visit.Page.RunAxe(Rules);
            Assert.True(result.Passes.Length > 5, "The rules did not run.");
            Assert.True(result.Violations.Length == 0, (dark ? "dark: " : "light: ") + Text(result.Violations));
        }
    }

    private static string Text(AxeResultItem[] violations) => string.Join('\n', violations.SelectMany(v =>
        v.Nodes.Select(n => $"{v.Id}: {v.Help}\n  {n.Html}\n  {string.Join("; ", n.Any.Concat(n.All).Select(c => c.Message))}")));
}
