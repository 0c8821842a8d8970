using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>WCAG 2.2 AA as far as a program can see it: no violation, on no page, in neither theme.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccessibilityTests(FilledGallery gallery)
{
    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_breaks_a_rule_in_either_theme(string page, string who)
    {
        PageReport report = await gallery.Reports.OfAsync(page, who);
        Assert.True(report.Light.Passes > 5 && report.Dark.Passes > 5, "The rules did not run.");
        Assert.True(report.Light.Violations.Length == 0, "light: " + string.Join('\n', report.Light.Violations));
        Assert.True(report.Dark.Violations.Length == 0, "dark: " + string.Join('\n', report.Dark.Violations));
    }
}
