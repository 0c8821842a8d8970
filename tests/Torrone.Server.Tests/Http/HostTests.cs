using System.Net.Sockets;
using System.Text;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Http;

/// <summary>The host that a request names stands in every address of the answer, so it must be one.</summary>
public sealed class HostTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_or_endless_host_is_refused_and_a_public_url_needs_none()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        foreach (string path in (string[])["/v3/index.json", "/v3-flatcontainer/contoso/index.json", "/v3/search"])
        {
            Assert.StartsWith("HTTP/1.1 400 The request is malformed", await FirstLine(server, $"GET {path} HTTP/1.0\r\n"), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 400 The request is malformed", await FirstLine(server, $"GET {path} HTTP/1.1\r\nHost: \r\n"), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 400 The request is malformed",
                await FirstLine(server, $"GET {path} HTTP/1.1\r\nHost: {new string('a', 300)}\r\n"), StringComparison.Ordinal);
        }

        Assert.Equal("HTTP/1.1 200 OK", await FirstLine(server, "GET /health/live HTTP/1.0\r\n"));
        await using ServerProcess named = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__PublicUrl"] = "https://packages.example.test" });
        Assert.Equal("HTTP/1.1 200 OK", await FirstLine(named, "GET /v3/index.json HTTP/1.0\r\n"));
    }

    private static async Task<string?> FirstLine(ServerProcess server, string head)
    {
        using TcpClient client = new();
        await client.ConnectAsync("localhost", server.Address.Port, Now);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + "Connection: close\r\n\r\n"), Now);
        using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
        return await reader.ReadLineAsync(Now);
    }
}
