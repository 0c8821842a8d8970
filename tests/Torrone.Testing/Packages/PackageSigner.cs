using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Torrone.Testing.Packages;

/// <summary>Signs packages as an author does, with a certificate of its own, without any of the product's code.</summary>
public static class PackageSigner
{
    public const string Signer = "Test Author Signing";

    private const int EndSize = 22;
    private static readonly byte[] ProofOfOrigin =
        [0x30, 0x0D, 0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x06, 0x01];

    /// <summary>The same package with a signature in it.</summary>
    /// <param name="package">Without a comment at its end.</param>
    public static byte[] Sign(byte[] package) => Insert(package, Signature(package));

    /// <summary>The signature over these bytes.</summary>
    public static byte[] Signature(byte[] package)
    {
        using X509Certificate2 certificate = Certificate();
        string statement = $"Version:1\n\n2.16.840.1.101.3.4.2.1-Hash:{Convert.ToBase64String(SHA256.HashData(package))}\n\n";
        SignedCms cms = new(new ContentInfo(Encoding.UTF8.GetBytes(statement)));
        CmsSigner signer = new(certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") };
        signer.SignedAttributes.Add(new AsnEncodedData("1.2.840.113549.1.9.16.2.16", ProofOfOrigin));
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    /// <summary>Puts a signature in, as the last entry, where clients look for one: stored, after all others.</summary>
    public static byte[] Insert(byte[] package, byte[] signature)
    {
        using MemoryStream single = new();
        using (ZipArchive zip = new(single, ZipArchiveMode.Create, true))
        {
            ZipArchiveEntry entry = zip.CreateEntry(".signature.p7s", CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);
            using Stream content = entry.Open();
            content.Write(signature);
        }

        (byte[] local, byte[] header, _) = Parts(single.ToArray());
        (byte[] before, byte[] directory, byte[] end) = Parts(package);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), (uint)before.Length);
        ushort count = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(8)) + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)(directory.Length + header.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)(before.Length + local.Length));
        return [.. before, .. local, .. directory, .. header, .. end];
    }

    private static (byte[] Before, byte[] Directory, byte[] End) Parts(byte[] zip)
    {
        byte[] end = zip[^EndSize..];
        int start = BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(16));
        return (zip[..start], zip[start..^EndSize], end);
    }

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={Signer}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
    }
}
