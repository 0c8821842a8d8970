using System.Reflection.Metadata;
using System.Security.Cryptography;

namespace Torrone.NuGet.Symbols;

/// <summary>What tells one portable PDB from every other.</summary>
/// <param name="Id">The number that the assembly carries too.</param>
/// <param name="Checksum">SHA-256 of the file with its 20 bytes of identity zeroed, as debuggers compute it (Portable PDB, "PDB checksum").</param>
public sealed record PdbIdentity(Guid Id, byte[] Checksum)
{
    // The identity in the #Pdb stream: 16 bytes of number, 4 of stamp.
    private const int IdentitySize = 20;

    /// <summary>The key by which symbol servers file a portable PDB: 32 hex digits of the number and a fixed age (SSQP).</summary>
    public string Key => $"{Id:n}ffffffff";

    /// <summary>Reads it; null when the bytes are no portable PDB (a Windows PDB, a broken one, something else).</summary>
    /// <param name="pdb">Readable and seekable, from its beginning; stays open.</param>
    public static PdbIdentity? Read(Stream pdb)
    {
        try
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(pdb, MetadataStreamOptions.LeaveOpen);
            if (provider.GetMetadataReader().DebugMetadataHeader is not { } header)
            {
                return null;
            }

            return new PdbIdentity(new BlobContentId(header.Id).Guid, Sum(pdb, header.IdStartOffset));
        }
        catch (Exception broken) when (broken is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static byte[] Sum(Stream pdb, long identityAt)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        pdb.Position = 0;
        long at = 0;
        for (int read; (read = pdb.Read(buffer)) > 0; at += read)
        {
            var from = Math.Clamp(identityAt - at, 0, read);
            var to = Math.Clamp(identityAt + IdentitySize - at, 0, read);
            Array.Clear(buffer, (int)from, (int)(to - from));
            sha.AppendData(buffer, 0, read);
        }

        return sha.GetHashAndReset();
    }
}
