using System.Text.Json;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>The main job by the real client: push a library, then find, add, build, run and update with it.</summary>
public sealed class PushAndUseTests(SamplePackages samples, ClientGallery gallery) : IDisposable
{
    private const string Consumer = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>
        </Project>
        """;

    private readonly DotnetClient _client = new(gallery.Server.Source);

    [Fact]
    public async Task A_pushed_library_is_added_built_run_and_updated()
    {
        CommandResult pushed = await _client.PushAsync(await samples.FileAsync(SamplePackages.Library, "1.0.0"), gallery.Key);
        Assert.Contains("Your package was pushed.", pushed.Succeeded().Output, StringComparison.Ordinal);

        _client.Write("app/app.csproj", Consumer);
        _client.Write("app/Program.cs", "System.Console.WriteLine($\"{Nougat.Almonds.Count(2)} almonds\");");
        (await _client.RunAsync(["add", "package", SamplePackages.Library], "app")).Succeeded();
        Assert.Contains("Version=\"1.0.0\"", await File.ReadAllTextAsync(_client.Under("app", "app.csproj"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        CommandResult run = await _client.RunAsync(["run", "--no-restore"], "app");
        Assert.Equal("24 almonds", run.Succeeded().Output.Trim());
        Assert.Equal(
            await File.ReadAllBytesAsync(await samples.FileAsync(SamplePackages.Library, "1.0.0"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(Directory.GetFiles(_client.PackagesFolder, "*.nupkg", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken));

        (await _client.PushAsync(await samples.FileAsync(SamplePackages.Library, "1.1.0"), gallery.Key)).Succeeded();
        _client.EmptyCaches();
        (await _client.RunAsync(["restore"], "app")).Succeeded();
        CommandResult outdated = await _client.RunAsync(["list", "package", "--outdated", "--format", "json"], "app");
        using JsonDocument report = JsonDocument.Parse(outdated.Succeeded().Output);
        JsonElement package = report.RootElement.GetProperty("projects")[0].GetProperty("frameworks")[0].GetProperty("topLevelPackages")[0];
        Assert.Equal(SamplePackages.Library, package.GetProperty("id").GetString());
        Assert.Equal("1.0.0", package.GetProperty("resolvedVersion").GetString());
        Assert.Equal("1.1.0", package.GetProperty("latestVersion").GetString());
    }

    [Fact]
    public async Task A_tool_is_installed_updated_and_runs()
    {
        (await _client.PushAsync(await samples.FileAsync(SamplePackages.Tool, "1.0.0"), gallery.Key)).Succeeded();
        (await _client.RunAsync(["tool", "install", SamplePackages.Tool, "--create-manifest-if-needed"])).Succeeded();
        CommandResult run = await _client.RunAsync(["tool", "run", "chop", "fine"]);
        Assert.Equal("chopped fine", run.Succeeded().Output.Trim());

        (await _client.PushAsync(await samples.FileAsync(SamplePackages.Tool, "1.1.0"), gallery.Key)).Succeeded();
        (await _client.RunAsync(["tool", "update", SamplePackages.Tool, "--no-http-cache"])).Succeeded();
        Assert.Contains("1.1.0", (await _client.RunAsync(["tool", "list", SamplePackages.Tool])).Succeeded().Output, StringComparison.Ordinal);
        CommandResult once = await _client.RunAsync(["tool", "exec", "--yes", $"{SamplePackages.Tool}@1.0.0", "--", "once"]);
        Assert.Equal("chopped once", once.Succeeded().Output.Trim());
    }

    [Fact]
    public async Task A_template_is_installed_and_makes_its_file()
    {
        (await _client.PushAsync(await samples.FileAsync(SamplePackages.Template, "1.0.0"), gallery.Key)).Succeeded();
        // The template engine passes over sources without TLS, whatever nuget.config allows, unless it is forced.
        (await _client.RunAsync(["new", "install", SamplePackages.Template, "--force"])).Succeeded();
        (await _client.RunAsync(["new", "nougat-bar", "-n", "Torrone", "-o", "made"])).Succeeded();
        Assert.Equal("A Torrone of nougat.", await File.ReadAllTextAsync(_client.Under("made", "Torrone.txt"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _client.Dispose();
}
