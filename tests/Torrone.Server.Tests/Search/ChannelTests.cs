using Torrone.NuGet.Manifests;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class ChannelTests : IAsyncLifetime
{
    private SearchGallery _gallery = null!;

    public async ValueTask InitializeAsync()
    {
        _gallery = await SearchGallery.CreateAsync();
        foreach (string version in (string[])["1.0.0", "1.1.0-beta", "2.0.0+sha", "2.1.0-rc.1"])
        {
            await _gallery.PushAsync("Mixed", version, with: m => m with { Description = "d" + version[0] });
        }

        await _gallery.PushAsync("OnlyBeta", "0.1.0-beta");
        await _gallery.PushAsync("OnlySemVer2", "1.0.0-rc.1");
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    [Theory]
    [InlineData(false, false, "1.0.0", "1.0.0")]
    [InlineData(true, false, "1.1.0-beta", "1.0.0,1.1.0-beta")]
    [InlineData(false, true, "2.0.0+sha", "1.0.0,2.0.0+sha")]
    [InlineData(true, true, "2.1.0-rc.1", "1.0.0,1.1.0-beta,2.0.0+sha,2.1.0-rc.1")]
    public async Task A_reader_sees_the_newest_version_it_asked_for(bool prerelease, bool semVer2, string newest, string all)
    {
        var found = Assert.Single((await _gallery.SearchAsync("mixed", r => r with { Prerelease = prerelease, SemVer2 = semVer2 })).Items);
        Assert.Equal(newest, found.Item.Version.Semantic.ToFullString());
        Assert.Equal(all, string.Join(',', found.Item.Versions.Select(v => v.Version.Semantic.ToFullString())));
        var versions = await _gallery.Index.AutocompleteVersionsAsync(_gallery.FeedId, "MIXED", prerelease, semVer2, TestContext.Current.CancellationToken);
        Assert.Equal(all, string.Join(',', versions.Matches));
        Assert.Equal(versions.Matches.Count, versions.TotalHits);
    }

    [Theory]
    [InlineData(false, false, "Mixed")]
    [InlineData(true, false, "Mixed,OnlyBeta")]
    [InlineData(false, true, "Mixed")]
    [InlineData(true, true, "Mixed,OnlyBeta,OnlySemVer2")]
    public async Task A_package_without_such_a_version_is_not_found(bool prerelease, bool semVer2, string expected)
    {
        foreach (string? query in (string?[])[null, "id:i", "mixed", "only"])
        {
            string[] found = await _gallery.IdsAsync(query, r => r with { Prerelease = prerelease, SemVer2 = semVer2 });
            Assert.Subset(expected.Split(",").ToHashSet(), found.ToHashSet());
            Assert.Equal(found.Length, (await _gallery.SearchAsync(query, r => r with { Prerelease = prerelease, SemVer2 = semVer2 })).TotalHits);
        }

        Assert.Equal(expected, string.Join(',', await _gallery.IdsAsync("", r => r with { Prerelease = prerelease, SemVer2 = semVer2 })));
        Assert.Equal(expected, string.Join(',', (await _gallery.AutocompleteAsync("", r => r with { Prerelease = prerelease, SemVer2 = semVer2 }))));
    }

    [Theory]
    [InlineData("2.0.0", false, false)]
    [InlineData("2.0.0", true, true)]
    [InlineData("1.1.0-BETA", true, false)]
    public async Task A_version_that_may_not_be_seen_is_not_found_by_its_number(string version, bool semVer2, bool found)
    {
        Assert.Equal(found ? 1 : 0, (await _gallery.SearchAsync("version:" + version, r => r with { SemVer2 = semVer2 })).TotalHits);
    }

    [Fact]
    public async Task Unlisted_versions_never_appear()
    {
        await _gallery.SetListedAsync("Mixed", "1.0.0", false);
        Assert.Empty(await _gallery.IdsAsync("mixed"));
        Assert.Empty((await _gallery.Index.AutocompleteVersionsAsync(
            _gallery.FeedId, "mixed", false, false, TestContext.Current.CancellationToken)).Matches);

        var found = Assert.Single((await _gallery.SearchAsync("mixed", r => r with { SemVer2 = true })).Items);
        Assert.Equal(["2.0.0"], found.Item.Versions.Select(v => v.Version.Normalized));

        await _gallery.SetListedAsync("OnlyBeta", "0.1.0-beta", false);
        Assert.Equal(["Mixed", "OnlySemVer2"], await _gallery.IdsAsync("", r => r with { Prerelease = true, SemVer2 = true }));
        await _gallery.SetListedAsync("OnlyBeta", "0.1.0-beta", true);
        Assert.Equal(["OnlyBeta"], await _gallery.IdsAsync("onlybeta", r => r with { Prerelease = true }));
    }

    [Fact]
    public async Task Package_type_and_framework_are_those_of_the_version_shown()
    {
        await _gallery.PushAsync("Tool", "1.0.0", with: m => m with { PackageTypes = [new PackageType("DotnetTool")], TargetFrameworks = ["net8.0"] });
        await _gallery.PushAsync("Tool", "2.0.0-a", with: m => m with { TargetFrameworks = ["net10.0"] });

        Assert.Equal(["Tool"], await _gallery.IdsAsync("", r => r with { PackageType = "dotnettool" }));
        Assert.Equal(["Tool"], await _gallery.IdsAsync("tool", r => r with { PackageType = "DOTNETTOOL", Framework = "NET8.0" }));
        Assert.Empty(await _gallery.IdsAsync("", r => r with { PackageType = "dotnettool", Prerelease = true }));
        Assert.Empty(await _gallery.IdsAsync("", r => r with { PackageType = "dotnet" }));
        Assert.Empty(await _gallery.IdsAsync("", r => r with { Framework = "net10.0" }));
        Assert.Equal(["Tool"], await _gallery.IdsAsync("", r => r with { Framework = "net10.0", Prerelease = true }));
        Assert.Empty(await _gallery.AutocompleteAsync("too", r => r with { PackageType = "Template" }));
    }

    [Fact]
    public async Task Another_feed_is_another_world()
    {
        Assert.Empty(await _gallery.IdsAsync("mixed", r => r with { FeedId = 99 }));
        Assert.Empty(await _gallery.IdsAsync("", r => r with { FeedId = 99 }));
    }
}
