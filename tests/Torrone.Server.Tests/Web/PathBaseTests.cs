using System.Net;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>Under a path base every address of a page stays below it, whether the proxy in front strips it or passes it on.</summary>
public sealed class PathBaseTests(PathBaseTests.Server server) : IClassFixture<PathBaseTests.Server>
{
    [Theory]
    [InlineData("/nuget/")]
    [InlineData("/nuget/packages")]
    [InlineData("/nuget/nothing-here")]
    [InlineData("/packages")]
    public async Task Every_address_on_a_page_stays_below_it(string path)
    {
        using PageClient visitor = new(server.Process.Address);
        PageAnswer page = await visitor.GetAsync(path);

        string[] addresses = [.. page.Document.All.SelectMany(e => new[] { e.GetAttribute("href"), e.GetAttribute("src"), e.GetAttribute("action") })
            .OfType<string>().Where(a => !a.StartsWith('#'))];
        Assert.True(addresses.Length > 10, page.Html);
        Assert.All(addresses, a => Assert.StartsWith("/nuget/", a, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_styles_and_scripts_are_there()
    {
        using PageClient visitor = new(server.Process.Address);
        PageAnswer page = await visitor.GetAsync("/nuget/");
        foreach (string asset in page.Document.QuerySelectorAll("link[rel=stylesheet]").Select(l => l.GetAttribute("href")!)
            .Concat(page.Document.QuerySelectorAll("script").Select(s => s.GetAttribute("src")!)))
        {
            using HttpResponseMessage answer = await server.Process.Client.GetAsync(asset, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_feeds_address_is_the_public_one()
    {
        using PageClient visitor = new(server.Process.Address);
        PageAnswer page = await visitor.GetAsync("/nuget/");

        Assert.Contains("dotnet nuget add source https://packages.example/nuget/v3/index.json --name torrone",
            page.Document.QuerySelectorAll("main code").Select(c => c.TextContent));
    }

    [Fact]
    public async Task A_choice_comes_back_below_it()
    {
        using PageClient visitor = new(server.Process.Address);
        PageAnswer answer = await visitor.PostAsync("/nuget/preferences", new Dictionary<string, string> { ["theme"] = "dark", ["returnUrl"] = "//evil.example" });

        Assert.Equal("/nuget/", answer.Location);
        Assert.Contains("path=/nuget", answer.Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    public sealed class Server : IAsyncLifetime
    {
        public ServerProcess Process { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Process = await ServerProcess.StartAsync(
            new Dictionary<string, string?> { ["Torrone__PublicUrl"] = "https://packages.example/nuget" });

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
