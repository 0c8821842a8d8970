using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>
/// In the pseudo-language every sentence of ours stands in ⟦ ⟧. What does not was written into the code. User data, code and names are
/// marked as such (translate="no") and passed over; so is what says its own direction or language, and times.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class PseudoLanguageTests(FilledGallery gallery)
{
    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_holds_a_plain_English_word(string page, string who)
    {
        PageReport report = await gallery.Reports.OfAsync(page, who);
        Assert.True(report.PlainWords.Count == 0, string.Join('\n', report.PlainWords));
        Assert.Contains('⟦', report.PseudoTitle);
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_cuts_a_sentence_off(string page, string who)
    {
        PageReport report = await gallery.Reports.OfAsync(page, who);
        Assert.True(report.CutOff.Count == 0, string.Join('\n', report.CutOff));
    }
}
