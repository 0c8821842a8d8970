using Torrone.Server.Operations;
using Torrone.Server.Packages;
using Xunit;

namespace Torrone.Server.Tests.Search;

/// <summary>A damaged row costs its own version and nothing else: not the others, not search, not the start.</summary>
public sealed class DamagedRowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE versions SET manifest = '{\"id\":\"Mixed' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET manifest = '' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET manifest = 'null' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET manifest = '{\"id\":\"Mixed\",\"version\":\"2.0.0\",\"tags\":null}' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET manifest = '{\"id\":\"Mixed\",\"version\":\"2.0.0\",\"packageTypes\":[null]}' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET manifest = '{\"id\":\"Mixed\",\"version\":\"2.0.0\",\"dependencyGroups\":[{\"targetFramework\":\"\",\"dependencies\":null}]}' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET original = '2.x' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET deprecation = '{' WHERE lower_version = '2.0.0'")]
    [InlineData("UPDATE versions SET deprecation = '{\"reasons\":[null]}' WHERE lower_version = '2.0.0'")]
    public async Task The_index_is_built_without_it(string damage)
    {
        await using SearchGallery gallery = await DamagedAsync(damage);
        gallery.Reopen();
        File.Delete(gallery.IndexPath);
        await gallery.StartAsync();

        Assert.True(gallery.File.IsReady);
        Assert.Equal(["Sound", "Mixed"], await gallery.IdsAsync(""));
        var found = Assert.Single((await gallery.SearchAsync("mixed")).Items);
        Assert.Equal("1.0.0", found.Item.Version.Lower);
        Assert.Equal(["1.0.0"], found.Item.Versions.Select(v => v.Version.Lower));
    }

    [Fact]
    public async Task A_package_of_which_nothing_is_left_is_not_found()
    {
        await using SearchGallery gallery = await DamagedAsync("UPDATE packages SET display_id = 'Mi xed' WHERE lower_id = 'mixed'");
        await gallery.Follower.RebuildAsync();
        Assert.Equal(["Sound"], await gallery.IdsAsync(""));
        Assert.Equal(0, (await gallery.SearchAsync("mixed")).TotalHits);
    }

    [Fact]
    public async Task What_happens_to_the_package_afterwards_is_followed()
    {
        await using SearchGallery gallery = await DamagedAsync("UPDATE versions SET manifest = '{' WHERE lower_version = '2.0.0'");
        await gallery.PushAsync("Mixed", "1.5.0");
        Assert.Equal("1.5.0", Assert.Single((await gallery.SearchAsync("mixed")).Items).Item.Version.Lower);
    }

    [Fact]
    public async Task The_other_versions_stay_in_reach_of_clients()
    {
        await using SearchGallery gallery = await DamagedAsync("UPDATE versions SET manifest = '{' WHERE lower_version = '2.0.0'");
        PackageQueries queries = new(gallery.Database);
        Assert.Equal(["1.0.0"], (await queries.FindAsync(gallery.FeedId, "mixed", Cancellation))!.Versions.Select(v => v.Version.Lower));
        Assert.Equal(2, (await queries.OwnedByAsync(gallery.FeedId, await OwnerAsync(gallery), Cancellation)).Count);
    }

    [Fact]
    public async Task The_list_of_a_persons_packages_goes_on_without_one_whose_rows_are_all_damaged()
    {
        await using SearchGallery gallery = await DamagedAsync("UPDATE versions SET original = '?' WHERE lower_version = '1.0.0' OR lower_version = '2.0.0'");
        await gallery.PushAsync("Third", "3.0.0", owners: ["ann"]);
        Assert.Equal(["Third"], (await new PackageQueries(gallery.Database).OwnedByAsync(gallery.FeedId, await OwnerAsync(gallery), Cancellation)).Select(o => o.DisplayId));
    }

    [Theory]
    [InlineData("UPDATE versions SET manifest = '{' WHERE lower_version = '2.0.0'", 1)]
    [InlineData("UPDATE versions SET deprecation = '[]' WHERE lower_version = '2.0.0'", 1)]
    [InlineData("UPDATE versions SET original = '2.0.1' WHERE lower_version = '2.0.0'", 1)]
    [InlineData("UPDATE versions SET manifest = REPLACE(manifest, 'Mixed', 'Other') WHERE lower_version = '2.0.0'", 1)]
    [InlineData("UPDATE packages SET display_id = 'Other' WHERE lower_id = 'mixed'", 2)]
    [InlineData("UPDATE versions SET manifest = '{', state = 'deleted' WHERE lower_version = '2.0.0'", 0)]
    public async Task Verify_names_it_and_nothing_else(string damage, int problems)
    {
        await using SearchGallery gallery = await DamagedAsync(damage);
        VerifyReport report = new();
        await new VerifyRows(gallery.Database).RunAsync(report, Cancellation);
        Assert.Equal(problems, report.ProblemCount);
        Assert.All(report.Problems, problem => Assert.StartsWith("mixed ", problem, StringComparison.Ordinal));
    }

    private static async Task<SearchGallery> DamagedAsync(string damage)
    {
        SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Sound", downloads: 5, owners: ["ann"]);
        await gallery.PushAsync("Mixed", "1.0.0", owners: ["ann"]);
        await gallery.PushAsync("Mixed", "2.0.0");
        await gallery.Database.WriteAsync(write => write.ExecuteAsync(damage), Cancellation);
        return gallery;
    }

    private static Task<long> OwnerAsync(SearchGallery gallery) => gallery.Database.ReadAsync(
        read => read.ScalarAsync<long>("SELECT id FROM principals WHERE lower_name = 'ann'"), Cancellation);
}
