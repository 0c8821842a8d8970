using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>What a person reads in the terminal when a push is refused: our sentence, once, and no second push goes through.</summary>
public sealed class RefusalTests(ClientGallery gallery) : IDisposable
{
    private readonly DotnetClient _client = new(gallery.Server.Source);

    [Fact]
    public async Task A_version_that_exists_is_refused_unless_duplicates_are_skipped()
    {
        string package = Write(new PackageBuilder("Marzipan.Twice"));
        (await _client.PushAsync(package, gallery.Key)).Succeeded();
        CommandResult again = await _client.PushAsync(package, gallery.Key);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("409", again.All, StringComparison.Ordinal);
        Assert.Contains($"A package with ID 'Marzipan.Twice' and version '1.0.0' already exists", again.All, StringComparison.Ordinal);
        (await _client.PushAsync(package, gallery.Key, "--skip-duplicate")).Succeeded();
    }

    [Fact]
    public async Task Each_reason_reaches_the_terminal()
    {
        string other = Write(new PackageBuilder("Marzipan.Bread"));
        string narrow = await gallery.Server.CreateKeyAsync(ClientGallery.Publisher, "push", "Nougat.*");
        await SaysAsync(other, narrow, "403", "Marzipan.Bread");
        await SaysAsync(other, await gallery.Server.CreateKeyAsync(ClientGallery.Publisher, "unlist", "*"), "403", "push");
        string wrong = narrow[..^1] + (narrow[^1] == 'a' ? 'b' : 'a');
        await SaysAsync(other, wrong, "401", "copied wrongly");
        await SaysAsync(other, null, "401", "--api-key");
        await SaysAsync(Write(new PackageBuilder("Marzipan.Broken").Metadata("icon", "missing.png")), gallery.Key, "400", "missing.png");
        string notAZip = _client.Write("Marzipan.Noise.1.0.0.nupkg", "This is no archive at all.");
        await SaysAsync(notAZip, gallery.Key, "400", "zip");
    }

    [Fact]
    public async Task A_refusal_before_the_body_is_read_reaches_the_terminal_whole()
    {
        // Longer than what sockets buffer: the client still sends when the answer is there.
        string large = Write(new PackageBuilder("Marzipan.Large").Uncompressed().Entry("content/noise.bin", new byte[24 << 20]));
        CommandResult result = await _client.PushAsync(large, "trp_nonsense");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("401", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("reset", result.All, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Broken pipe", result.All, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _client.Dispose();

    private string Write(PackageBuilder package)
    {
        string path = _client.Under($"{package.Id}.{package.Version}.nupkg");
        File.WriteAllBytes(path, package.Build());
        return path;
    }

    private async Task SaysAsync(string package, string? key, string status, string word)
    {
        CommandResult result = await _client.PushAsync(package, key);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(status, result.All, StringComparison.Ordinal);
        Assert.True(result.All.Contains(word, StringComparison.OrdinalIgnoreCase), $"The client does not say '{word}':\n{result.All}");
        if (key is not null)
        {
            Assert.DoesNotContain(key, result.All, StringComparison.Ordinal);
        }
    }
}
