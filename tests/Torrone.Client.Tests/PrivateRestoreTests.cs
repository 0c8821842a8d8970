using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>The real client reads from a private gallery: credentials in nuget.config, in a variable that it names, or in the client's own variable.</summary>
public sealed class PrivateRestoreTests(PrivateGallery gallery) : IClassFixture<PrivateGallery>
{
    private const string Project = $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup><PackageReference Include="{SamplePackages.Library}" Version="1.0.0" /></ItemGroup>
        </Project>
        """;

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
        PrivateGallery.Credentials(client, gallery.Reader);
        await RestoresAsync(client);
    }

    [Fact]
    public async Task Credentials_in_a_variable_that_the_configuration_names_restore()
    {
        using DotnetClient client = Client();
        PrivateGallery.Credentials(client, "%TORRONE_KEY%");
        client.Set("TORRONE_KEY", gallery.Reader);
        await RestoresAsync(client);
    }

    [Fact]
    public async Task Credentials_in_the_client_s_own_variable_restore()
    {
        using DotnetClient client = Client();
        client.Set("NuGetPackageSourceCredentials_torrone", $"Username=anybody;Password={gallery.Reader}");
        await RestoresAsync(client);
    }

    [Fact]
    public async Task A_key_that_may_not_read_is_told_so()
    {
        using DotnetClient client = Client();
        PrivateGallery.Credentials(client, await gallery.Server.CreateKeyAsync("nougat", "unlist"));
        CommandResult result = await client.RunAsync(["restore"], "app");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("may not read packages", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_with_credentials()
    {
        using DotnetClient client = Client();
        PrivateGallery.Credentials(client, gallery.Reader);
        CommandResult found = await client.RunAsync(["package", "search", "almonds", "--format", "json"]);
        Assert.Contains(SamplePackages.Library, found.Succeeded().Output, StringComparison.Ordinal);
    }

    private static async Task RestoresAsync(DotnetClient client)
    {
        (await client.RunAsync(["restore"], "app")).Succeeded();
        Assert.Single(Directory.GetFiles(client.PackagesFolder, "*.nupkg", SearchOption.AllDirectories));
    }

    private DotnetClient Client()
    {
        DotnetClient client = new(gallery.Server.Source);
        client.Write("app/app.csproj", Project);
        return client;
    }
}
