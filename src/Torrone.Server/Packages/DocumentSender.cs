using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Torrone.Server.Packages;

/// <summary>Writes a rendered document: conditional requests, HEAD, ranges, Brotli and gzip. Makes no garbage on a hot read.</summary>
public static class DocumentSender
{
    private static readonly StringValues VaryEncoding = "Accept-Encoding";
    private static readonly StringValues Sandbox = "sandbox; default-src 'none'";
    private static readonly StringValues Bytes = "bytes";
    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues NoSniff = "nosniff";

    /// <summary>Sends it. The request is GET or HEAD.</summary>
    public static Task SendAsync(HttpContext context, RenderedDocument document)
    {
        HttpResponse response = context.Response;
        response.StatusCode = document.Status;
        if (document.Status != StatusCodes.Status200OK)
        {
            response.ContentLength = 0;
            // Without it a proxy may keep a 404 as long as it likes, and hide what is pushed a moment later.
            response.Headers.CacheControl = NoCache;
            return Task.CompletedTask;
        }

        IHeaderDictionary request = context.Request.Headers;
        IHeaderDictionary headers = response.Headers;
        EncodedBody? packed = Packed(document, request.AcceptEncoding);
        StringValues tag = packed?.ETag ?? document.ETag;
        headers.ETag = tag;
        headers.CacheControl = document.CacheControl;
        headers.XContentTypeOptions = NoSniff;
        if (document.Sandboxed)
        {
            headers.ContentSecurityPolicy = Sandbox;
        }

        if (document.Tally is not null)
        {
            headers.AcceptRanges = Bytes;
        }

        if (document.IsPackable)
        {
            headers.Vary = VaryEncoding;
        }

        if (request.IfNoneMatch.Count > 0 && Matches(request.IfNoneMatch, tag.ToString()))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        // For a range of HEAD there is no meaning (RFC 9110, section 14.2).
        if (document.Tally is not null && request.Range.Count > 0 && HttpMethods.IsGet(context.Request.Method))
        {
            return SendRangeAsync(context, document);
        }

        if (document.File is { } file)
        {
            return SendFileAsync(context, document, file);
        }

        byte[] body = packed?.Bytes ?? document.Body;
        headers.ContentType = document.ContentType;
        response.ContentLength = body.Length;
        if (packed is not null)
        {
            headers.ContentEncoding = packed.Coding;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        document.Tally?.Count();
        return response.BodyWriter.WriteAsync(body).AsTask();
    }

    private static Task SendFileAsync(HttpContext context, RenderedDocument document, string file)
    {
        context.Response.Headers.ContentType = document.ContentType;
        context.Response.ContentLength = document.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        document.Tally?.Count();
        return context.Response.SendFileAsync(file, context.RequestAborted);
    }

    private static EncodedBody? Packed(RenderedDocument document, StringValues accept) => !document.IsPackable
        ? null
        : AcceptedEncoding.Choose(accept) switch
        {
            ContentCoding.Brotli => document.Brotli,
            ContentCoding.Gzip => document.Gzip,
            _ => null,
        };

    // Downloads that go on where they broke off, and tools that read only a package's directory, are no downloads; an answer that is
    // the whole package all the same is one.
    private static async Task SendRangeAsync(HttpContext context, RenderedDocument document)
    {
        EntityTagHeaderValue tag = new(document.ETag.ToString());
        long length = document.File is null ? document.Body.Length : document.Length;
        IResult result = document.File is { } file
            ? Results.File(file, document.ContentType, entityTag: tag, enableRangeProcessing: true)
            : Results.Bytes(document.Body, document.ContentType, enableRangeProcessing: true, entityTag: tag);
        await result.ExecuteAsync(context);
        if (context.Response.ContentLength == length)
        {
            document.Tally?.Count();
        }
    }

    private static bool Matches(StringValues wanted, string tag)
    {
        foreach (string? line in wanted)
        {
            if (line is null)
            {
                continue;
            }

            if (line == tag || line.Trim() == "*" || line.Split(',', StringSplitOptions.TrimEntries).Any(t => Weak(t) == tag))
            {
                return true;
            }
        }

        return false;
    }

    private static string Weak(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
