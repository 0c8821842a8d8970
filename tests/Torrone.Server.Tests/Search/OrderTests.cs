using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class OrderTests
{
    [Fact]
    public async Task The_exact_id_comes_first_however_few_use_it()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Huge.Json.Library", downloads: 9_000_000_000);
        await gallery.PushAsync("Json");
        await gallery.PushAsync("Unrelated", downloads: 8_000_000_000, with: m => m with { Description = "has json in it" });

        Assert.Equal(["Json", "Huge.Json.Library", "Unrelated"], await gallery.IdsAsync("json"));
    }

    [Fact]
    public async Task A_name_counts_more_than_a_tag_and_a_tag_more_than_prose()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("C", with: m => m with { Description = "about widget things" });
        await gallery.PushAsync("B", with: m => m with { Tags = ["widget"] });
        await gallery.PushAsync("Acme.Widget");
        await gallery.PushAsync("Acme.Widgets");

        Assert.Equal(["Acme.Widget", "Acme.Widgets", "B", "C"], await gallery.IdsAsync("widget"));
    }

    [Fact]
    public async Task Among_equals_more_downloads_win()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Zeta.Log", downloads: 1_000);
        await gallery.PushAsync("Beta.Log", downloads: 10);
        await gallery.PushAsync("Alfa.Log", downloads: 10);

        Assert.Equal(["Zeta.Log", "Alfa.Log", "Beta.Log"], await gallery.IdsAsync("log"));
    }

    [Fact]
    public async Task A_new_package_is_found_by_its_name_behind_thousands_that_share_the_word()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await CrowdAsync(gallery, 1_500);
        await gallery.PushAsync("Crowd.Zzz.Fresh");

        Assert.Equal("Crowd.Zzz.Fresh", (await gallery.IdsAsync("crowd.zzz.fresh"))[0]);
        Assert.Contains("Crowd.Zzz.Fresh", await gallery.IdsAsync("crowd.zzz"));
        Assert.Equal("Crowd.Zzz.Fresh", (await gallery.AutocompleteAsync("crowd.zz"))[0]);
    }

    [Fact]
    public async Task Pages_show_everything_once_beyond_the_scored_part_too()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await CrowdAsync(gallery, 1_500);
        await gallery.PushAsync("Crowd");

        List<string> seen = [];
        for (int skip = 0; ; skip += 70)
        {
            var page = await gallery.SearchAsync("crowd", r => r with { Skip = skip, Take = 70 });
            Assert.Equal(1_501, page.TotalHits);
            seen.AddRange(page.Items.Select(i => i.Item.Id.Lower));
            if (page.Items.Count < 70)
            {
                break;
            }
        }

        Assert.Equal(1_501, seen.Count);
        Assert.Equal(1_501, seen.Distinct().Count());
        Assert.Equal("crowd", seen[0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("crowd")]
    public async Task Skip_and_take_are_brought_into_range(string? query)
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await CrowdAsync(gallery, 1_100);

        Assert.Equal(1_000, (await gallery.SearchAsync(query, r => r with { Skip = -5, Take = 5_000 })).Items.Count);
        Assert.Empty((await gallery.SearchAsync(query, r => r with { Take = -1 })).Items);
        Assert.Equal(1_100, (await gallery.SearchAsync(query, r => r with { Take = 0 })).TotalHits);
        Assert.Equal(20, (await gallery.SearchAsync(query)).Items.Count);
        Assert.Empty((await gallery.SearchAsync(query, r => r with { Skip = 9_999 })).Items);
    }

    private static async Task CrowdAsync(SearchGallery gallery, int packages)
    {
        await gallery.Database.WriteAsync(async write =>
        {
            for (int i = 0; i < packages; i++)
            {
                await PackageRowsForSearch.InsertAsync(
                    write, gallery.Log, gallery.FeedId, new() { Id = $"Crowd.P{i:D4}", Version = "1.0.0" }, 1 + (i * 7919 % 1_000), []);
            }
        }, TestContext.Current.CancellationToken);
        await gallery.Follower.RebuildAsync();
    }
}
