using System.Buffers;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Torrone.Server.Packages;

/// <summary>One packed form of a document, with its headers prepared once, so that a hot read makes no strings.</summary>
/// <param name="ETag">Another encoding is another representation and needs its own strong tag (RFC 9110, section 8.8.3.3).</param>
public sealed record EncodedBody(byte[] Bytes, StringValues ETag, StringValues Coding)
{
    // The highest one takes fifty times as long for a few percent, and a document is packed anew with every push.
    private const int BrotliQuality = 5;
    private const int BrotliWindow = 22;

    /// <summary>Packs the bytes; null when that does not make them smaller than they are.</summary>
    /// <param name="tag">Identifies the plain bytes, without quotes.</param>
    public static EncodedBody? Gzip(byte[] body, string tag)
    {
        using MemoryStream memory = new(body.Length / 4);
        using (GZipStream gzip = new(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return memory.Length < body.Length ? new EncodedBody(memory.ToArray(), $"\"{tag}-gz\"", "gzip") : null;
    }

    /// <summary>Packs the bytes; null when that does not make them smaller than they are.</summary>
    /// <param name="tag">Identifies the plain bytes, without quotes.</param>
    public static EncodedBody? Brotli(byte[] body, string tag)
    {
        byte[] packed = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            return BrotliEncoder.TryCompress(body, packed, out int length, BrotliQuality, BrotliWindow) && length < body.Length
                ? new EncodedBody(packed[..length], $"\"{tag}-br\"", "br")
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }
}
