using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>The real client reads from a private gallery: credentials in nuget.config, in a variable that it names, or in the client's own variable.</summary>
[Collection(ClientCollection.Name)]
public sealed class PrivateRestoreTests(SamplePackages samples) : IAsyncLifetime
{
    private const string Project = $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup><PackageReference Include="{SamplePackages.Library}" Version="1.0.0" /></ItemGroup>
        </Project>
        """;

    private ServerProcess _server = null!;
    private string _reader = "";

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
        await _server.AddUserAsync("nougat");
        _reader = await _server.CreateKeyAsync("nougat", "read");
        string push = await _server.CreateKeyAsync("nougat", "push");
        using DotnetClient publisher = Client();
        Credentials(publisher, _reader);
        CommandResult pushed = await publisher.PushAsync(samples[SamplePackages.Library, "1.0.0"], push);
        Assert.Contains("Your package was pushed.", pushed.Succeeded().Output, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Without_credentials_nothing_is_restored()
    {
        using DotnetClient client = Client();
        CommandResult result = await client.RunAsync(["restore"], "app");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("401", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_in_the_configuration_restore()
    {
        using DotnetClient client = Client();
        Credentials(client, _reader);
        await RestoresAsync(client);
    }

    [Fact]
    public async Task Credentials_in_a_variable_that_the_configuration_names_restore()
    {
        using DotnetClient client = Client();
        Credentials(client, "%TORRONE_KEY%");
        client.Set("TORRONE_KEY", _reader);
        await RestoresAsync(client);
    }

    [Fact]
    public async Task Credentials_in_the_client_s_own_variable_restore()
    {
        using DotnetClient client = Client();
        client.Set("NuGetPackageSourceCredentials_torrone", $"Username=anybody;Password={_reader}");
        await RestoresAsync(client);
    }

    [Fact]
    public async Task A_key_that_may_not_read_is_told_so()
    {
        using DotnetClient client = Client();
        Credentials(client, await _server.CreateKeyAsync("nougat", "unlist"));
        CommandResult result = await client.RunAsync(["restore"], "app");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("may not read packages", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_with_credentials()
    {
        using DotnetClient client = Client();
        Credentials(client, _reader);
        CommandResult found = await client.RunAsync(["package", "search", "almonds", "--format", "json"]);
        Assert.Contains(SamplePackages.Library, found.Succeeded().Output, StringComparison.Ordinal);
    }

    private static async Task RestoresAsync(DotnetClient client)
    {
        (await client.RunAsync(["restore"], "app")).Succeeded();
        Assert.Single(Directory.GetFiles(client.PackagesFolder, "*.nupkg", SearchOption.AllDirectories));
    }

    private static void Credentials(DotnetClient client, string password)
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

    private DotnetClient Client()
    {
        DotnetClient client = new(_server.Source);
        client.Write("app/app.csproj", Project);
        return client;
    }
}
