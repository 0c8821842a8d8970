using System.Security.Cryptography;
using System.Text.Json;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>The ways in which a project may say what it wants: floating, locked, central, and mapped to a source.</summary>
public sealed class RestoreTests(Shelf shelf) : IClassFixture<Shelf>, IDisposable
{
    private readonly DotnetClient _client = new(shelf.Server.Source);

    [Fact]
    public async Task Floating_versions_take_the_newest_that_fits_and_what_was_pushed_a_moment_ago()
    {
        _client.WriteConsumer(["Nougat.Honey 1.*", "Nougat.Sugar 1.0.*", "Nougat.Wafer *-*", "Nougat.Bar *"]);
        (await _client.RunAsync(["restore"], "app")).Succeeded();
        Assert.Equal(["Nougat.Bar/1.0.0", "Nougat.Honey/1.1.0", "Nougat.Sugar/1.0.5", "Nougat.Wafer/1.0.0-alpha.10"], _client.Restored());

        await PushAsync("Nougat.Bar", "1.0.1");
        (await _client.RunAsync(["restore", "--force", "--no-http-cache"], "app")).Succeeded();
        Assert.Contains("Nougat.Bar/1.0.1", _client.Restored());
    }

    [Fact]
    public async Task A_lock_file_restores_the_same_bytes_after_a_newer_version_came_and_the_locked_one_was_unlisted()
    {
        string first = await PushAsync("Nougat.Locked", "1.0.0");
        _client.WriteConsumer(["Nougat.Locked 1.*"], "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>");
        (await _client.RunAsync(["restore"], "app")).Succeeded();
        string hash = Convert.ToBase64String(SHA512.HashData(await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken)));
        Assert.Equal(hash, LockedHash());

        await PushAsync("Nougat.Locked", "1.0.1");
        (await _client.RunAsync(["nuget", "delete", "Nougat.Locked", "1.0.0", "--source", shelf.Server.Source, "--api-key", shelf.Key, "--non-interactive"])).Succeeded();
        _client.EmptyCaches();
        (await _client.RunAsync(["restore", "--locked-mode"], "app")).Succeeded();
        Assert.Equal(["Nougat.Locked/1.0.0"], _client.Restored());

        string file = _client.Under("app", "packages.lock.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Replace(hash, Convert.ToBase64String(SHA512.HashData([1])), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        _client.EmptyCaches();
        CommandResult other = await _client.RunAsync(["restore", "--locked-mode"], "app");
        Assert.NotEqual(0, other.ExitCode);
        Assert.Contains("NU1403", other.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Central_versions_pin_what_comes_along_and_why_tells_the_way()
    {
        _client.WriteConsumer(["Nougat.Bar"]);
        _client.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Nougat.Bar" Version="[1.0.0]" />
                <PackageVersion Include="Nougat.Sugar" Version="1.5.0" />
              </ItemGroup>
            </Project>
            """);
        (await _client.RunAsync(["restore"], "app")).Succeeded();
        Assert.Equal(["Nougat.Bar/1.0.0", "Nougat.Sugar/1.5.0"], _client.Restored());

        string[] why = (await _client.RunAsync(["nuget", "why", "app.csproj", "Nougat.Sugar"], "app")).Succeeded().Output.Split('\n');
        int bar = Array.FindIndex(why, l => l.Contains("Nougat.Bar@1.0.0", StringComparison.Ordinal) || l.Contains("Nougat.Bar (v1.0.0)", StringComparison.Ordinal));
        Assert.True(bar >= 0 && why[bar + 1].Contains("Nougat.Sugar", StringComparison.Ordinal), string.Join('\n', why));
    }

    [Fact]
    public async Task A_source_mapping_keeps_an_id_at_its_source_however_new_it_is_elsewhere()
    {
        string folder = _client.Under("elsewhere");
        Shelf.Write(folder, Shelf.Package("Nougat.Honey", "9.9.9"));
        Shelf.Write(folder, Shelf.Package("Marzipan.Roll", "1.0.0"));
        Map(folder, "Nougat.*");
        _client.WriteConsumer(["Nougat.Honey *", "Marzipan.Roll *"]);
        (await _client.RunAsync(["restore"], "app")).Succeeded();
        Assert.Equal(["Marzipan.Roll/1.0.0", "Nougat.Honey/2.0.0"], _client.Restored());

        Map(folder, "Nougat.Sugar");
        CommandResult unmapped = await _client.RunAsync(["restore", "--force"], "app");
        Assert.NotEqual(0, unmapped.ExitCode);
        Assert.Contains("NU1100", unmapped.All, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> PushAsync(string id, string version)
    {
        string path = Shelf.Write(_client.Under("new"), Shelf.Package(id, version));
        (await _client.PushAsync(path, shelf.Key)).Succeeded();
        return path;
    }

    private string? LockedHash()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(_client.Under("app", "packages.lock.json")));
        return document.RootElement.GetProperty("dependencies").GetProperty("net10.0").GetProperty("Nougat.Locked").GetProperty("contentHash").GetString();
    }

    private void Map(string folder, string pattern) => _client.Write("nuget.config", $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="torrone" value="{shelf.Server.Source}" allowInsecureConnections="true" />
            <add key="elsewhere" value="{folder}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="torrone"><package pattern="{pattern}" /></packageSource>
            <packageSource key="elsewhere"><package pattern="Marzipan.*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """);
}
