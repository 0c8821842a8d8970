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
        PageReport report = await gallery.Reports.OfAsync(page, who);
        Assert.True(report.Wide.Count == 0, string.Join('\n', report.Wide));
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_jumps_while_it_loads(string page, string who) =>
        Assert.InRange((await gallery.Reports.OfAsync(page, who)).Shift, 0, 0.02);

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_makes_the_browser_complain(string page, string who)
    {
        PageReport report = await gallery.Reports.OfAsync(page, who);
        Assert.True(report.Status < 500, $"{report.Status}");
        Assert.Contains("script-src 'self'", report.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", report.Policy, StringComparison.Ordinal);
        Assert.Equal([], report.Complaints);
    }
}
