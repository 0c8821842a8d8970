using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>torrone verify finds what was damaged behind the server's back, names it, and says nothing of what is sound.</summary>
public sealed class VerifyTests(ClientGallery gallery) : IClassFixture<ClientGallery>, IDisposable
{
    private readonly DotnetClient _client = new(gallery.Server.Source);

    [Fact]
    public async Task A_sound_gallery_passes_and_each_damage_is_named()
    {
        foreach (string id in (string[])["Sound.Package", "Changed.Package", "Lost.Package"])
        {
            byte[] package = new PackageBuilder(id).Entry("content/name.txt", id).Build();
            string path = _client.Under($"{id}.nupkg");
            await File.WriteAllBytesAsync(path, package, TestContext.Current.CancellationToken);
            (await _client.PushAsync(path, gallery.Key)).Succeeded();
        }

        CommandResult sound = await gallery.Server.CommandAsync(["verify"]);
        Assert.Equal(0, sound.ExitCode);
        Assert.Contains("versions 3, blobs 3", sound.Output, StringComparison.Ordinal);

        string changed = Blob("Changed.Package");
        byte[] bytes = await File.ReadAllBytesAsync(changed, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(changed, bytes, TestContext.Current.CancellationToken);
        File.Delete(Blob("Lost.Package"));
        string orphan = Path.Combine(gallery.Server.DataFolder, "blobs", "ab", "cd", "abcd" + new string('0', 60));
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        await File.WriteAllTextAsync(orphan, "nobody's", TestContext.Current.CancellationToken);

        CommandResult damaged = await gallery.Server.CommandAsync(["verify"]);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("changed.package 1.0.0", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("lost.package 1.0.0", damaged.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sound.package", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("1 blob belongs to no version", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("2 problems", damaged.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private string Blob(string id)
    {
        byte[] hash = System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_client.Under($"{id}.nupkg")));
        return Directory.EnumerateFiles(Path.Combine(gallery.Server.DataFolder, "blobs"), Convert.ToHexStringLower(hash), SearchOption.AllDirectories).Single();
    }
}
