using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Signatures;

/// <summary>Reads the signature entry of a package: CMS signed data (RFC 5652) over a <see cref="SignedStatement"/>.</summary>
internal static class SignatureFile
{
    private const int MaxSignerLength = 200;
    private const string CommitmentType = "1.2.840.113549.1.9.16.2.16";
    private const string Timestamp = "1.2.840.113549.1.9.16.2.14";

    // RFC 5126, section 5.11.1: proof of origin and proof of receipt, inside the attribute's sequence.
    private static readonly byte[] Origin = [0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x06, 0x01];
    private static readonly byte[] Receipt = [0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x06, 0x02];

    /// <summary>Null and a problem when the bytes are no signature, or one that its own certificate does not bear out.</summary>
    public static (SignedStatement Statement, PackageSignature Signature)? Read(byte[] bytes, ProblemList problems)
    {
        var cms = new SignedCms();
        SignedStatement? statement;
        try
        {
            cms.Decode(bytes);
            if (!SignedStatement.TryParse(cms.ContentInfo.Content, out statement) || cms.SignerInfos is not [{ Certificate: not null }])
            {
                problems.Add(ProblemCode.SignatureMalformed);
                return null;
            }
        }
        catch (CryptographicException)
        {
            problems.Add(ProblemCode.SignatureMalformed);
            return null;
        }

        var signer = cms.SignerInfos[0];
        try
        {
            signer.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            problems.Add(ProblemCode.SignatureInvalid);
            return null;
        }

        using var certificate = signer.Certificate!;
        return (statement, new PackageSignature(
            Kind(signer),
            Name(certificate),
            certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
            signer.UnsignedAttributes.Cast<CryptographicAttributeObject>().Any(attribute => attribute.Oid?.Value == Timestamp)));
    }

    private static string Kind(SignerInfo signer)
    {
        var commitment = signer.SignedAttributes.Cast<CryptographicAttributeObject>().FirstOrDefault(attribute => attribute.Oid?.Value == CommitmentType);
        var value = commitment is { Values.Count: > 0 } ? commitment.Values[0].RawData : [];
        return value.AsSpan().IndexOf(Origin) >= 0 ? PackageSignature.Author
            : value.AsSpan().IndexOf(Receipt) >= 0 ? PackageSignature.Repository
            : PackageSignature.Unknown;
    }

    private static string Name(X509Certificate2 certificate)
    {
        var name = new string([.. certificate.GetNameInfo(X509NameType.SimpleName, false).Where(character => !char.IsControl(character)).Take(MaxSignerLength)]);
        return name.Length == 0 ? certificate.Subject : name;
    }
}
