using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Search;
using Torrone.Server.Settings;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Search;

/// <summary>The room's own routes behind a real Kestrel, registered as the server registers them, over a gallery's database.</summary>
internal sealed class SearchServer : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly WebApplication _app;

    private SearchServer(SearchGallery gallery)
    {
        Gallery = gallery;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new TorroneSettings { Data = _data.Path });
        builder.Services.AddSingleton(gallery.Database);
        builder.Services.AddSingleton(gallery.Log);
        builder.Services.AddSingleton<LogTail>();
        builder.Services.AddHostedService(s => s.GetRequiredService<LogTail>());
        builder.Services.AddSingleton<RequestBase>();
        builder.Services.AddSingleton<FeedDirectory>();
        builder.Services.AddSearch();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapSearch();
    }

    public SearchGallery Gallery { get; }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SearchServer> StartAsync(SearchGallery gallery)
    {
        SearchServer server = new(gallery);
        await server.Services.GetRequiredService<FeedDirectory>().LoadAsync(Cancellation);
        await server._app.StartAsync(Cancellation);
        server.Client = new HttpClient { BaseAddress = new Uri(server._app.Urls.Single()) };
        return server;
    }

    /// <summary>Pushes and waits as the server does before it answers.</summary>
    public async Task PushAsync(string id, string version = "1.0.0")
    {
        await Gallery.PushAsync(id, version, follow: false);
        Assert.True(await Services.GetRequiredService<LogTail>().CatchUpAsync(await Gallery.Log.HeadAsync(Cancellation)));
    }

    public async Task<JsonElement> GetAsync(string address)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _app.DisposeAsync();
        _data.Dispose();
        await Gallery.DisposeAsync();
    }
}
