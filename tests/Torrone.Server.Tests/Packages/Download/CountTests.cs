using System.Text.Json;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Download;

/// <summary>Downloads are counted beside the read, by version and day: a stop loses none, a crash the last few seconds at most.</summary>
public sealed class CountTests
{
    private const string Rows =
        """
        SELECT v.normalized || ' ' || v.downloads || ' ' || p.downloads || ' ' || COALESCE((SELECT sum(d.count) FROM downloads d WHERE d.version_id = v.id), 0)
        FROM versions v JOIN packages p ON p.id = v.package_id ORDER BY v.id
        """;

    [Fact]
    public async Task What_was_written_down_survives_a_kill_and_a_stop_writes_the_rest()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push"], ["*"]);
        foreach (string version in (string[])["1.0.0", "2.0.0"])
        {
            (await gallery.PushAsync(key, new PackageBuilder("Contoso", version).Build())).EnsureSuccessStatusCode();
        }

        await DownloadAsync(gallery, "1.0.0", 20);
        await DownloadAsync(gallery, "2.0.0", 5);
        await WaitForAsync(gallery, ["1.0.0 20 25 20", "2.0.0 5 25 5"]);

        await DownloadAsync(gallery, "2.0.0", 2);
        await gallery.Server.Kill9Async();
        long kept = (await gallery.RowsAsync<long>("SELECT downloads FROM packages")).Single();
        Assert.InRange(kept, 25, 27);
        await gallery.Server.StartAgainAsync();
        Assert.Equal([kept], await gallery.RowsAsync<long>("SELECT downloads FROM packages"));

        // The page and, as the index is built anew, search say the same number.
        using PageClient visitor = new(gallery.Server.Address);
        Assert.Equal($"{kept}", (await visitor.GetAsync("/packages/Contoso")).Document.QuerySelector(".downloads-total")!.TextContent);
        await DownloadAsync(gallery, "1.0.0", 3);
        Assert.Equal(0, await gallery.Server.StopAsync());
        Assert.Equal([kept + 3], await gallery.RowsAsync<long>("SELECT downloads FROM packages"));
        Assert.Equal([kept + 3], await gallery.RowsAsync<long>("SELECT sum(count) FROM downloads"));

        foreach (string file in Directory.EnumerateFiles(gallery.Server.DataFolder, "*search*"))
        {
            File.Delete(file);
        }

        await gallery.Server.StartAgainAsync();
        using HttpResponseMessage answer = await gallery.GetAsync("/v3/search?q=contoso");
        using JsonDocument found = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        JsonElement package = Assert.Single(found.RootElement.GetProperty("data").EnumerateArray());
        Assert.Equal(kept + 3, package.GetProperty("totalDownloads").GetInt64());
        Assert.Equal([23, kept - 20], package.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("downloads").GetInt64()));
    }

    private static async Task DownloadAsync(Gallery gallery, string version, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using HttpResponseMessage answer = await gallery.GetAsync($"/v3-flatcontainer/contoso/{version}/contoso.{version}.nupkg");
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task WaitForAsync(Gallery gallery, string[] rows)
    {
        for (int i = 0; i < 600 && !rows.SequenceEqual(await gallery.RowsAsync<string>(Rows)); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(rows, await gallery.RowsAsync<string>(Rows));
    }
}
