using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>A package that the real client signed stays what it is: the client verifies what the gallery hands out.</summary>
public sealed class SignedPackageTests(ClientGallery gallery) : IClassFixture<ClientGallery>, IDisposable
{
    private const string Password = "signing";

    private readonly DotnetClient _client = new(gallery.Server.Source);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_author_signature_survives_and_verifies_and_a_broken_one_is_refused_by_name()
    {
        using X509Certificate2 author = Author();
        await File.WriteAllBytesAsync(_client.Under("author.pfx"), author.Export(X509ContentType.Pfx, Password), Now);
        string package = _client.Under("Signed.Almonds.1.0.0.nupkg");
        await File.WriteAllBytesAsync(package, new PackageBuilder("Signed.Almonds", "1.0.0").Readme().Framework("net8.0", [1, 2, 3]).Build(), Now);
        (await _client.RunAsync(["nuget", "sign", package, "--certificate-path", _client.Under("author.pfx"), "--certificate-password", Password])).Succeeded();
        byte[] signed = await File.ReadAllBytesAsync(package, Now);

        (await _client.PushAsync(package, gallery.Key)).Succeeded();
        byte[] served = await gallery.Server.Client.GetByteArrayAsync(
            new Uri(gallery.Server.Address, "/v3-flatcontainer/signed.almonds/1.0.0/signed.almonds.1.0.0.nupkg"), Now);
        Assert.Equal(signed, served);

        string downloaded = _client.Under("downloaded.nupkg");
        await File.WriteAllBytesAsync(downloaded, served, Now);
        CommandResult verified = (await VerifyAsync(downloaded, author)).Succeeded();
        Assert.Contains("Signature type: Author", verified.Output, StringComparison.Ordinal);
        Assert.Contains("CN=Almond Author", verified.Output, StringComparison.Ordinal);
        Assert.Contains("Almond Author", await gallery.Server.Client.GetStringAsync(new Uri(gallery.Server.Address, "/packages/Signed.Almonds/1.0.0"), Now), StringComparison.Ordinal);

        // The same signature in a package with another content: neither the client nor the gallery takes it.
        string changed = _client.Under("Signed.Almonds.1.0.1.nupkg");
        using (System.IO.Compression.ZipArchive from = new(new MemoryStream(signed)))
        {
            using MemoryStream signature = new();
            await using Stream entry = from.GetEntry(".signature.p7s")!.Open();
            await entry.CopyToAsync(signature, Now);
            await File.WriteAllBytesAsync(changed, PackageSigner.Insert(new PackageBuilder("Signed.Almonds", "1.0.1").Build(), signature.ToArray()), Now);
        }

        Assert.NotEqual(0, (await VerifyAsync(changed, author)).ExitCode);
        CommandResult refused = await _client.PushAsync(changed, gallery.Key);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("The package was changed after it was signed", refused.All, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// The SDK's own <c>dotnet nuget verify</c>, with the author as a trusted root: on Linux the roots are a file beside the client, so
    /// it is run from a folder that has all of the SDK's assemblies, and that file instead.
    /// </summary>
    private async Task<CommandResult> VerifyAsync(string package, X509Certificate2 root)
    {
        string folder = _client.Under("verifier");
        if (!Directory.Exists(folder))
        {
            string version = (await _client.RunAsync(["--version"])).Succeeded().Output.Trim();
            string list = (await _client.RunAsync(["--list-sdks"])).Succeeded().Output;
            string sdk = list.Split('\n').Single(l => l.StartsWith(version + " [", StringComparison.Ordinal)).Split(['[', ']'])[1];
            Directory.CreateDirectory(Path.Combine(folder, "trustedroots"));
            await File.WriteAllTextAsync(Path.Combine(folder, "trustedroots", "codesignctl.pem"), root.ExportCertificatePem(), Now);
            await File.WriteAllTextAsync(Path.Combine(folder, "trustedroots", "timestampctl.pem"), root.ExportCertificatePem(), Now);
            foreach (string file in Directory.EnumerateFiles(Path.Combine(sdk, version)).Where(f => Path.GetExtension(f) is ".dll" or ".json"))
            {
                string here = Path.Combine(folder, Path.GetFileName(file));
                // The program's own files decide which folder is its home, so they are no links.
                if (Path.GetFileName(file).StartsWith("NuGet.CommandLine.XPlat.", StringComparison.Ordinal))
                {
                    File.Copy(file, here);
                }
                else
                {
                    File.CreateSymbolicLink(here, file);
                }
            }
        }

        return await _client.RunAsync([Path.Combine(folder, "NuGet.CommandLine.XPlat.dll"), "verify", package]);
    }

    private static X509Certificate2 Author()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Almond Author", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
    }
}
