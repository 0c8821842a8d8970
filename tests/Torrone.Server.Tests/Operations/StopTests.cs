using System.Net.Sockets;
using System.Text;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Operations;

/// <summary>SIGTERM: what is under way is finished, what is in memory alone is written down, and the data is left as one file.</summary>
public sealed class StopTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_under_way_is_finished_and_counts_and_uses_are_noted()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        (await gallery.PushAsync(key, new PackageBuilder("Counted", "1.0.0").Build())).EnsureSuccessStatusCode();

        byte[] package = new PackageBuilder("Slow", "1.0.0").Build();
        using TcpClient slow = new();
        await slow.ConnectAsync("localhost", gallery.Server.Address.Port, Now);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /api/v2/package HTTP/1.1\r\nHost: localhost\r\nX-NuGet-ApiKey: {key}\r\nContent-Length: {package.Length}\r\n\r\n"), Now);
        await slow.GetStream().WriteAsync(package.AsMemory(0, 100), Now);
        // The server has begun to read when the first bytes lie in the spool.
        string spool = Path.Combine(gallery.Server.DataFolder, "blobs", "spool");
        while (Directory.GetFiles(spool).Length == 0)
        {
            await Task.Delay(20, Now);
        }

        for (int i = 0; i < 3; i++)
        {
            (await gallery.GetAsync("/v3-flatcontainer/counted/1.0.0/counted.1.0.0.nupkg")).EnsureSuccessStatusCode();
        }

        Task<int> stopping = gallery.Server.StopAsync();
        while (!gallery.Server.Output.Contains("Stopping", StringComparison.Ordinal))
        {
            await Task.Delay(20, Now);
        }

        Assert.False(stopping.IsCompleted);
        await slow.GetStream().WriteAsync(package.AsMemory(100), Now);
        using StreamReader answer = new(slow.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 201 Created", await answer.ReadLineAsync(Now));
        Assert.Equal(0, await stopping);

        Assert.Equal(["counted", "slow"], await gallery.RowsAsync<string>("SELECT lower_id FROM packages ORDER BY lower_id"));
        Assert.Equal(3, Assert.Single(await gallery.RowsAsync<long>("SELECT SUM(count) FROM downloads")));
        Assert.Equal(["Counted", "Slow"], await gallery.RowsAsync<string>("SELECT package FROM api_key_uses WHERE result = 'ok' ORDER BY id"));
        Assert.DoesNotContain("fail:", gallery.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_gallery_leaves_nothing_beside_its_database()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(["search.db", "torrone.db"], Directory.GetFiles(server.DataFolder, "*.db*").Select(Path.GetFileName).Order());
    }
}
