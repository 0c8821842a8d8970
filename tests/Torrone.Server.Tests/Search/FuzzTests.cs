using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "json", "Newtonsoft.Json", "\"", "'", "*", "^", "-", "+", ":", "(", ")", "{", "}", "[", "]", ",", ";", "--", "/*", "\0", "\n", "\t", " ", "  ",
        "AND", "OR", "NOT", "NEAR", "NEAR(a b, 5)", "id:", "packageid:", "owner:", "tags:", "version:", "title:", "description:", "nope:",
        "\\", "%", "_", "日本", "é", "e\u0301", "\u0301", "\uD800", "\uDC00", "😀", "\u200B", "ß", "İ", "aAaAaAaAaA", "A1b2C3", "fts", "rank", "{id title} :", "0", "1.0.0", "𠀀",
        "ก็", "हिन्दी", "\uFFFF", "@f0", "$1", "?1", "{0}", "\u00A0", "|", "~",
    ];

    [Fact]
    public async Task Twenty_thousand_strange_queries_never_fail()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Newtonsoft.Json", downloads: 5, with: m => m with { Description = "json 日本 é 😀" }, owners: ["json"]);
        await gallery.PushAsync("A1b2.C3");
        Random random = new(20_261_121);
        int hits = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string query = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(8) == 0
                ? new string((char)random.Next(0x10000), random.Next(1, 4))
                : Pieces[random.Next(Pieces.Length)]));
            try
            {
                SearchResult found = await gallery.SearchAsync(query, r => r with
                {
                    Prerelease = i % 2 == 0, SemVer2 = i % 3 == 0, PackageType = i % 17 == 0 ? query : null, Framework = i % 19 == 0 ? query : null,
                    Skip = random.Next(-2, 3), Take = random.Next(-2, 30),
                });
                hits += found.Items.Count;
                Assert.InRange(found.Items.Count, 0, 2);
                Assert.InRange(found.TotalHits, found.Items.Count, 2);
                if (i % 5 == 0)
                {
                    await gallery.AutocompleteAsync(query);
                    await gallery.Index.SuggestAsync(query, TestContext.Current.CancellationToken);
                    await gallery.Index.AutocompleteVersionsAsync(gallery.FeedId, query, true, true, TestContext.Current.CancellationToken);
                }
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Query {i}: {Convert.ToHexString(System.Text.Encoding.BigEndianUnicode.GetBytes(query))}: {e}");
            }
        }

        Assert.True(hits > 500, $"Only {hits} hits: the queries do not reach the index.");
    }

    [Fact]
    public void A_query_is_bounded()
    {
        Assert.Equal(SearchQuery.MaxTerms, SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 100))).Words.Count);
        Assert.Equal(SearchQuery.MaxLength, Assert.Single(SearchQuery.Parse(new string('a', 100_000)).Words).Text.Length);
    }
}
