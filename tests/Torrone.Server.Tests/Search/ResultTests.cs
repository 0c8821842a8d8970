using Torrone.NuGet.Manifests;
using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class ResultTests
{
    [Fact]
    public async Task A_result_carries_what_the_newest_version_says_without_asking_the_database()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Contoso.Json", "1.0.0", 7, m => m with { Description = "old" }, ["Ann"]);
        await gallery.PushAsync("Contoso.Json", "2.0.0", 5, m => m with
        {
            Title = "T", Description = "new", Summary = "S", Tags = ["a", "b"], Authors = "X, Y", IconFile = "icon.png",
            PackageTypes = [new PackageType("DotnetTool")], TargetFrameworks = ["net8.0"], ReleaseNotes = "long",
            DependencyGroups = [new DependencyGroup("netstandard2.0", [])],
        });

        FoundPackage found = Assert.Single((await gallery.SearchAsync("contoso")).Items);

        Assert.Equal("Contoso.Json", found.Item.Id.Original);
        Assert.Equal("2.0.0", found.Item.Version.Normalized);
        Assert.Equal(12, found.Item.TotalDownloads);
        Assert.Equal([("1.0.0", 7L), ("2.0.0", 5L)], found.Item.Versions.Select(v => (v.Version.Normalized, v.Downloads)));
        Assert.Equal(["Ann"], found.Item.Owners);
        Assert.Equal("new", found.Item.Manifest.Description);
        Assert.Equal(["a", "b"], found.Item.Manifest.Tags);
        Assert.Equal(["X", "Y"], found.Item.Manifest.AuthorNames);
        Assert.Equal("icon.png", found.Item.Manifest.IconFile);
        Assert.Equal("DotnetTool", Assert.Single(found.Item.Manifest.PackageTypes).Name);
        Assert.Null(found.Item.Manifest.ReleaseNotes);
        Assert.Equal(["net8.0", "netstandard2.0"], found.Frameworks);
        Assert.Equal(1000, found.Published);
        Assert.False(found.Item.Verified);
    }

    [Fact]
    public async Task An_id_under_a_prefix_reserved_for_its_owner_is_verified()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Contoso.A", owners: ["contoso"]);
        await gallery.PushAsync("Contoso.B", owners: ["somebody"]);
        await gallery.Database.WriteAsync(async write =>
        {
            await write.ExecuteAsync(
                "INSERT INTO reserved_prefixes (feed_id, lower_prefix, is_prefix, created_at) VALUES (@FeedId, 'contoso.', 1, 0)", new { gallery.FeedId });
            await write.ExecuteAsync(
                "INSERT INTO reserved_prefix_owners (prefix_id, principal_id) SELECT 1, id FROM principals WHERE name = 'contoso'");
        }, TestContext.Current.CancellationToken);
        await gallery.Follower.RebuildAsync();

        Assert.Equal(
            [("Contoso.A", true), ("Contoso.B", false)],
            (await gallery.SearchAsync("contoso")).Items.Select(i => (i.Item.Id.Original, i.Item.Verified)).OrderBy(i => i.Original));
    }
}
