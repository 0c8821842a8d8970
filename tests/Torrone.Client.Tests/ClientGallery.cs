using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>One running gallery with one publisher, for tests that each bring a client of their own.</summary>
public sealed class ClientGallery : IAsyncLifetime
{
    public const string Publisher = "nougat";

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>May push and unlist everything.</summary>
    public string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Server = await ServerProcess.StartAsync();
        await Server.AddUserAsync(Publisher);
        Key = await Server.CreateKeyAsync(Publisher);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
