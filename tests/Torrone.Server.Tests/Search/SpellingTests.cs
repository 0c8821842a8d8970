using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("newtonsfot", "newtonsoft")]
    [InlineData("newtonsof", "newtonsoft")]
    [InlineData("newtonnsoft", "newtonsoft")]
    [InlineData("NEWTONSOFD", "newtonsoft")]
    [InlineData("nwtnsoft", "newtonsoft")]
    [InlineData("jsno", "json")]
    [InlineData("jxxn", null)]
    [InlineData("newtonsoft", null)]
    [InlineData("js", null)]
    [InlineData("zzzzzz", null)]
    [InlineData("newt\uFFFEonsfot", "newtonsoft")]
    [InlineData("\uFFFE", null)]
    [InlineData("", null)]
    public async Task The_nearest_word_of_an_id_is_suggested(string typed, string? suggested)
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Newtonsoft.Json", downloads: 5);
        Assert.Equal(suggested, await gallery.Index.SuggestAsync(typed, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_equally_near_words_the_more_downloaded_is_suggested()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Serilag", downloads: 5);
        await gallery.PushAsync("Serilog", downloads: 500);
        await gallery.PushAsync("Serilig", downloads: 50);
        Assert.Equal("serilog", await gallery.Index.SuggestAsync("serilug", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("abc", "xabc", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Distance_counts_edits(string left, string right, int edits)
    {
        Assert.Equal(edits, Spelling.Distance(left, right, 5));
        Assert.Equal(edits, Spelling.Distance(right, left, 5));
        if (edits > 0)
        {
            Assert.Equal(edits, Spelling.Distance(left, right, edits - 1));
        }
    }
}
