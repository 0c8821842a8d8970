using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Torrone.Server.Cli;
using Torrone.Testing;

namespace Torrone.Server.Tests.Packages.Reading;

/// <summary>Every route that the program maps, as the program itself says: it is started in this process and looked into.</summary>
internal sealed class RouteTable : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<RouteTable?> Current = new();

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _subscriptions = [];

    private RouteTable() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The routes of a private gallery.</summary>
    public static async Task<IReadOnlyList<RouteEndpoint>> ReadAsync()
    {
        using TemporaryFolder folder = new();
        using RouteTable table = new();
        Current.Value = table;
        MethodInfo main = typeof(CommandLine).Assembly.EntryPoint!;
        string[] arguments = ["serve", "--urls", $"http://localhost:{FreePort.Next()}", "--data", folder.Under("data"), "--set", "Read=members"];
        Task<object?> running = Task.Run(() => main.Invoke(null, [arguments]));
        IHost host = await OrEndAsync(table._built.Task, running);
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await OrEndAsync(WhenAsync(lifetime.ApplicationStarted), running);
        // From the options, where all of them are gathered once the program listens.
        List<RouteEndpoint> routes = [.. host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];
        lifetime.StopApplication();
        await running;
        return routes;
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilt", Value: IHost host } && Current.Value == this)
        {
            _built.TrySetResult(host);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => _built.TrySetException(error);

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private static async Task<T> OrEndAsync<T>(Task<T> wanted, Task<object?> running) => await Task.WhenAny(wanted, running) == wanted
        ? await wanted
        : throw new InvalidOperationException($"The program ended with {await running} before that.");

    private static async Task<bool> WhenAsync(CancellationToken token)
    {
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(() => done.SetResult(true));
        return await done.Task;
    }
}
