using System.Text.Json;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>dotnet package search in its forms.</summary>
public sealed class SearchTests(Shelf shelf) : IClassFixture<Shelf>, IDisposable
{
    private readonly DotnetClient _client = new(shelf.Server.Source);

    [Fact]
    public async Task Words_find_the_newest_stable_version_and_prerelease_the_newest_of_all()
    {
        Assert.Equal(["Nougat.Bar 1.0.0", "Nougat.Honey 2.0.0", "Nougat.Sugar 1.5.0"], await FoundAsync("nougat"));
        Assert.Equal(["Nougat.Bar 1.0.0", "Nougat.Honey 3.0.0-rc.1", "Nougat.Sugar 1.5.0", "Nougat.Wafer 1.0.0-alpha.10"], await FoundAsync("nougat", "--prerelease"));
        Assert.Empty(await FoundAsync("zzznothing"));
    }

    [Fact]
    public async Task Take_and_skip_page_through_them()
    {
        string[] first = await FoundAsync("nougat", "--prerelease", "--take", "3");
        string[] rest = await FoundAsync("nougat", "--prerelease", "--skip", "3");
        Assert.Equal((3, 1), (first.Length, rest.Length));
        Assert.Equal(4, first.Concat(rest).Distinct().Count());
    }

    [Fact]
    public async Task An_exact_id_lists_its_versions()
    {
        Assert.Equal(["Nougat.Honey 1.0.0", "Nougat.Honey 1.1.0", "Nougat.Honey 2.0.0"], await FoundAsync("nougat.HONEY", "--exact-match"));
        Assert.Equal(
            ["Nougat.Honey 1.0.0", "Nougat.Honey 1.1.0", "Nougat.Honey 1.2.0-beta.1", "Nougat.Honey 2.0.0", "Nougat.Honey 3.0.0-rc.1"],
            await FoundAsync("Nougat.Honey", "--exact-match", "--prerelease"));
        Assert.Empty(await FoundAsync("Nougat.Hon", "--exact-match"));
    }

    [Fact]
    public async Task The_table_and_the_details_show_owner_downloads_and_description()
    {
        string[] table = (await SearchAsync("id:honey", "--format", "table")).Output.Split('\n');
        string[] cells = [.. table.Single(l => l.Contains("2.0.0", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(["Nougat.Honey", "2.0.0", ClientGallery.Publisher, "0"], cells);

        using JsonDocument detailed = JsonDocument.Parse((await SearchAsync("id:honey", "--format", "json", "--verbosity", "detailed")).Output);
        JsonElement honey = detailed.RootElement.GetProperty("searchResult")[0].GetProperty("packages")[0];
        Assert.Equal("A Honey for the shelf.", honey.GetProperty("description").GetString());
        Assert.Equal(ClientGallery.Publisher, honey.GetProperty("owners").GetString());
        Assert.Equal(0, honey.GetProperty("totalDownloads").GetInt64());
    }

    public void Dispose() => _client.Dispose();

    private async Task<CommandResult> SearchAsync(params string[] arguments) =>
        (await _client.RunAsync(["package", "search", .. arguments, "--source", "torrone"])).Succeeded();

    // "Id version" of each, in order.
    private async Task<string[]> FoundAsync(params string[] arguments)
    {
        using JsonDocument found = JsonDocument.Parse((await SearchAsync([.. arguments, "--format", "json"])).Output);
        return [.. found.RootElement.GetProperty("searchResult")[0].GetProperty("packages").EnumerateArray()
            .Select(p => $"{p.GetProperty("id").GetString()} {(p.TryGetProperty("latestVersion", out JsonElement v) ? v : p.GetProperty("version")).GetString()}")
            .Order(StringComparer.Ordinal)];
    }
}
