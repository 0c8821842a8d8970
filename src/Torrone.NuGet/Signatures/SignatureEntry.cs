using System.Security.Cryptography;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Signatures;

/// <summary>The entry that makes a package a signed one, and whether it fits the rest of the package.</summary>
internal static class SignatureEntry
{
    private const string Name = ".signature.p7s";
    private const ushort Utf8Names = 0x0800;

    public static bool Is(ZipEntry entry) => entry.Name == Name;

    /// <summary>Null for a package that is not signed, and, with a problem, for one whose signature a client would reject.</summary>
    /// <param name="entries">In directory order, of a structure that was found sound.</param>
    public static PackageSignature? Read(
        Stream archive, ZipEnd end, List<ZipEntry> entries, ZipEntryReader reader, ArchiveLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        if (entries.Find(Is) is not { } entry)
        {
            return null;
        }

        // Clients read the signature where it lies, without unpacking it.
        if (entry.Method != ZipEntry.Stored || (entry.Flags & Utf8Names) != 0 || entry.Size > limits.MaxEmbeddedBytes)
        {
            problems.Add(ProblemCode.SignatureMalformed);
            return null;
        }

        if (reader.Read(entry) is not { } bytes || SignatureFile.Read(bytes, problems) is not var (statement, signature))
        {
            return null;
        }

        var actual = SignedContent.Hash(archive, end, entries, entry, statement.Algorithm, cancellation);
        if (actual is not null && CryptographicOperations.FixedTimeEquals(actual, statement.Hash))
        {
            return signature;
        }

        problems.Add(actual is null ? ProblemCode.SignatureMalformed : ProblemCode.SignatureForeign);
        return null;
    }
}
