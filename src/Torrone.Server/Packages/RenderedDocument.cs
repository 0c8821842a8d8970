using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Torrone.Server.Packages;

/// <summary>An answer that is ready to be sent: bytes, their packed forms where those are smaller, and every header.</summary>
public sealed class RenderedDocument
{
    private const int WorthCompressing = 256;
    private const string Forever = "public, max-age=31536000, immutable";

    private Lazy<EncodedBody?>? _gzip;
    private Lazy<EncodedBody?>? _brotli;

    /// <summary>An answer of 404 that costs no query the second time.</summary>
    public static RenderedDocument Missing { get; } = new() { Status = StatusCodes.Status404NotFound };

    public int Status { get; private init; } = StatusCodes.Status200OK;

    public byte[] Body { get; private init; } = [];

    /// <summary>Packed when it is first asked for. Null when that would not make it smaller.</summary>
    public EncodedBody? Gzip => _gzip?.Value;

    /// <summary>Packed when it is first asked for. Null when that would not make it smaller.</summary>
    public EncodedBody? Brotli => _brotli?.Value;

    /// <summary>True when the bytes may be sent packed, so that the answer depends on what its asker accepts.</summary>
    public bool IsPackable => _gzip is not null;

    /// <summary>Of the plain bytes. Prepared once, so that a hot read makes no strings.</summary>
    public StringValues ETag { get; private init; }

    public StringValues ContentType { get; private init; }

    public StringValues CacheControl { get; private init; }

    /// <summary>An uploader chose these bytes: a browser that is led to them must not run them in the gallery's name.</summary>
    public bool Sandboxed { get; private init; }

    /// <summary>Where the bytes lie when they are too many to be kept in memory; then <see cref="Body"/> is empty.</summary>
    public string? File { get; private init; }

    /// <summary>Bytes of <see cref="File"/>.</summary>
    public long Length { get; private init; }

    /// <summary>Counts a download each time this is sent; null for documents.</summary>
    public Download.DownloadTally? Tally { get; private init; }

    /// <summary>Memory it holds, in bytes, overhead included. What is packed later is reckoned in from the start, as half for each form.</summary>
    public long Cost => 512 + Body.Length + (IsPackable ? Body.Length : 0);

    /// <summary>A protocol document: compressed, revalidated by its ETag each time (a push must show at once).</summary>
    public static RenderedDocument Json(byte[] body) => Revalidated(body, "application/json; charset=utf-8");

    /// <summary>A protocol document of any type: compressed, revalidated by its ETag each time.</summary>
    public static RenderedDocument Revalidated(byte[] body, string contentType) => Make(body, contentType, "public, no-cache", compress: true);

    /// <summary>Bytes out of a package, which never change at their address.</summary>
    public static RenderedDocument Immutable(byte[] body, string contentType, bool compress, Download.DownloadTally? tally = null) =>
        Make(body, contentType, Forever, compress, tally, sandboxed: true);

    /// <summary>A package that stays on the disk.</summary>
    /// <param name="tag">Identifies the content, without quotes.</param>
    public static RenderedDocument OnDisk(string path, long length, string tag, string contentType, Download.DownloadTally? tally = null) => new()
    {
        File = path,
        ETag = $"\"{tag}\"",
        ContentType = contentType,
        CacheControl = Forever,
        Sandboxed = true,
        Length = length,
        Tally = tally,
    };

    private static RenderedDocument Make(byte[] body, string contentType, string cacheControl, bool compress, Download.DownloadTally? tally = null,
        bool sandboxed = false)
    {
        string tag = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12));
        bool packable = compress && body.Length >= WorthCompressing;
        return new RenderedDocument
        {
            _gzip = packable ? new Lazy<EncodedBody?>(() => EncodedBody.Gzip(body, tag)) : null,
            _brotli = packable ? new Lazy<EncodedBody?>(() => EncodedBody.Brotli(body, tag)) : null,
            Body = body,
            ETag = $"\"{tag}\"",
            ContentType = contentType,
            CacheControl = cacheControl,
            Tally = tally,
            Sandboxed = sandboxed,
        };
    }
}
