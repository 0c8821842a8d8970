using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Torrone.Server.Log;

/// <summary>The chain that makes tampering visible: SHA-256 over the previous hash and every field, each preceded by its length.</summary>
public static class LogHash
{
    /// <summary>The hash before the first row.</summary>
    public static byte[] Genesis { get; } = new byte[32];

    /// <summary>The hash of a row that follows <see cref="LogRow.PreviousHash"/>. The row's own hash is not looked at.</summary>
    public static byte[] Of(LogRow row)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(row.PreviousHash);
        Number(hash, row.Sequence);
        Number(hash, row.At);
        Number(hash, row.TypeVersion);
        Number(hash, row.FeedId ?? 0);
        foreach (string? field in (string?[])[row.EventId, row.Type, row.Actor, row.RequestId, row.PackageLowerId, row.LowerVersion, row.Payload])
        {
            // A missing field and an empty one differ.
            byte[] bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            Number(hash, field is null ? -1 : bytes.Length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private static void Number(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
