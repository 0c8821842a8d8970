using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Torrone.NuGet.Signatures;

/// <summary>What is signed: a short text that names a hash of the package (version 1 of NuGet's signed package format).</summary>
internal sealed record SignedStatement(HashAlgorithmName Algorithm, byte[] Hash)
{
    private const int MaxLength = 4096;
    private const string HashMark = "-Hash:";

    public static bool TryParse(byte[] content, [NotNullWhen(true)] out SignedStatement? statement)
    {
        statement = null;
        if (content.Length > MaxLength)
        {
            return false;
        }

        string[] lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines is not ["Version:1", ..])
        {
            return false;
        }

        foreach (var line in lines)
        {
            var mark = line.IndexOf(HashMark, StringComparison.Ordinal);
            if (mark > 0 && Algorithms(line[..mark]) is { } algorithm)
            {
                var hash = new byte[64];
                if (!Convert.TryFromBase64String(line[(mark + HashMark.Length)..], hash, out var length))
                {
                    return false;
                }

                statement = new SignedStatement(algorithm, hash[..length]);
                return true;
            }
        }

        return false;
    }

    private static HashAlgorithmName? Algorithms(string identifier) => identifier switch
    {
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
