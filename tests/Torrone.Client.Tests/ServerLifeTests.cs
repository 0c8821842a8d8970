using System.Net;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>The process as its supervisor sees it.</summary>
public sealed class ServerLifeTests
{
    [Fact]
    public async Task Starts_answers_and_stops_cleanly_on_sigterm()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        using HttpResponseMessage live = await server.Client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Starts_again_on_the_data_of_a_killed_one()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await server.Kill9Async();
        await server.StartAgainAsync();
        Assert.Equal(0, await server.StopAsync());
    }
}
