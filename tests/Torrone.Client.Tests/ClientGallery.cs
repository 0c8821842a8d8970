using Torrone.Client.Tests;
using Torrone.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(ClientGallery))]

namespace Torrone.Client.Tests;

/// <summary>
/// One running gallery with one publisher. Tests share it, each with a client and package ids of its own; a class that needs one to
/// itself asks for it as its class's fixture.
/// </summary>
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
