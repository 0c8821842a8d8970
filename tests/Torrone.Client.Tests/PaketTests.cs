using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>
/// Paket from the gallery alone: its own package is pushed, installed from there as a dotnet tool, and then resolves and restores with the
/// gallery as its only source.
/// </summary>
public sealed class PaketTests(Shelf shelf) : IClassFixture<Shelf>, IDisposable
{
    private const string Version = "12.0.0";

    private readonly DotnetClient _client = new(shelf.Server.Source);

    [Fact]
    public async Task Paket_is_installed_from_the_gallery_and_installs_and_restores_from_it()
    {
        (await _client.PushAsync(RestoredPackages.File("paket", Version), shelf.Key)).Succeeded();
        (await _client.RunAsync(["tool", "install", "Paket", "--version", Version, "--create-manifest-if-needed"])).Succeeded();
        _client.Write("work/paket.dependencies", $"""
            source {shelf.Server.Source}
            storage: packages
            framework: net10.0
            nuget Nougat.Honey ~> 1.0
            nuget Nougat.Bar
            nuget Nougat.Wafer prerelease
            """);
        (await PaketAsync("install")).Succeeded();
        string locked = await File.ReadAllTextAsync(_client.Under("work", "paket.lock"), TestContext.Current.CancellationToken);
        Assert.Contains($"remote: {shelf.Server.Source}", locked, StringComparison.Ordinal);
        string[] wanted = ["Nougat.Bar (1.0.0)", "Nougat.Honey (1.1.0)", "Nougat.Sugar (1.5.0)", "Nougat.Wafer (1.0.0-alpha.10)"];
        Assert.All(wanted, line => Assert.Contains($"    {line}\n", locked, StringComparison.Ordinal));
        Assert.Equal(["Nougat.Bar", "Nougat.Honey", "Nougat.Sugar", "Nougat.Wafer"], Unpacked());

        Directory.Delete(_client.Under("work", "packages"), recursive: true);
        Directory.Delete(_client.Under("work", "paket-files"), recursive: true);
        _client.EmptyCaches();
        (await _client.RunAsync(["tool", "restore"])).Succeeded();
        (await PaketAsync("restore", "--force")).Succeeded();
        Assert.Equal(["Nougat.Bar", "Nougat.Honey", "Nougat.Sugar", "Nougat.Wafer"], Unpacked());
        Assert.Equal(locked, await File.ReadAllTextAsync(_client.Under("work", "paket.lock"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private Task<CommandResult> PaketAsync(params string[] arguments) => _client.RunAsync(["tool", "run", "paket", .. arguments], "work");

    private string[] Unpacked() =>
        [.. Directory.GetDirectories(_client.Under("work", "packages")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
}
