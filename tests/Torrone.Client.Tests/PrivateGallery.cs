using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>A gallery that only members read, with one package.</summary>
public sealed class PrivateGallery(SamplePackages samples) : IAsyncLifetime
{
    public ServerProcess Server { get; private set; } = null!;

    /// <summary>A key that may read and nothing else.</summary>
    public string Reader { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
        await Server.AddUserAsync("nougat");
        Reader = await Server.CreateKeyAsync("nougat", "read");
        string push = await Server.CreateKeyAsync("nougat", "push");
        using DotnetClient publisher = new(Server.Source);
        Credentials(publisher, Reader);
        CommandResult pushed = await publisher.PushAsync(await samples.FileAsync(SamplePackages.Library, "1.0.0"), push);
        Assert.Contains("Your package was pushed.", pushed.Succeeded().Output, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Writes the source's password into the client's nuget.config.</summary>
    public static void Credentials(DotnetClient client, string password)
    {
        string path = client.Under("nuget.config");
        string config = File.ReadAllText(path);
        File.WriteAllText(path, config.Replace("</configuration>", $"""
              <packageSourceCredentials>
                <torrone>
                  <add key="Username" value="anybody" />
                  <add key="ClearTextPassword" value="{password}" />
                </torrone>
              </packageSourceCredentials>
            </configuration>
            """, StringComparison.Ordinal));
    }
}
