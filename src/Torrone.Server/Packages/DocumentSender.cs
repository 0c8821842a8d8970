using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Torrone.Server.Packages;

/// <summary>Writes a rendered document: conditional requests, HEAD, gzip. Makes no garbage on a hot read.</summary>
public static class DocumentSender
{
    private static readonly StringValues Gzip = "gzip";
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
        bool zipped = document.Gzip is not null && AcceptsGzip(request.AcceptEncoding);
        StringValues tag = zipped ? document.GzipETag : document.ETag;
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

        if (document.Gzip is not null)
        {
            headers.Vary = VaryEncoding;
        }

        if (request.IfNoneMatch.Count > 0 && Matches(request.IfNoneMatch, tag.ToString()))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (document.Tally is not null && request.Range.Count > 0)
        {
            return SendRangeAsync(context, document);
        }

        if (document.File is { } file)
        {
            return SendFileAsync(context, document, file);
        }

        byte[] body = zipped ? document.Gzip! : document.Body;
        headers.ContentType = document.ContentType;
        response.ContentLength = body.Length;
        if (zipped)
        {
            headers.ContentEncoding = Gzip;
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

    // Downloads that go on where they broke off, and tools that read only a package's directory. Not counted as downloads.
    private static Task SendRangeAsync(HttpContext context, RenderedDocument document)
    {
        EntityTagHeaderValue tag = new(document.ETag.ToString());
        IResult result = document.File is { } file
            ? Results.File(file, document.ContentType, entityTag: tag, enableRangeProcessing: true)
            : Results.Bytes(document.Body, document.ContentType, enableRangeProcessing: true, entityTag: tag);
        return result.ExecuteAsync(context);
    }

    /// <summary>True unless gzip is missing from the list or refused with q=0.</summary>
    public static bool AcceptsGzip(StringValues accept)
    {
        foreach (string? line in accept)
        {
            int at = line?.IndexOf("gzip", StringComparison.OrdinalIgnoreCase) ?? -1;
            if (at < 0)
            {
                continue;
            }

            ReadOnlySpan<char> rest = line.AsSpan(at + 4).TrimStart();
            // "gzip", "gzip, br" and "gzip;q=0.5" accept; "gzip;q=0" and "gzip;q=0.000" do not.
            return rest.IsEmpty || rest[0] == ',' || !StringWithQualityHeaderValue.TryParse("gzip" + rest.ToString().Split(',')[0], out StringWithQualityHeaderValue? value)
                || value.Quality is not 0;
        }

        return false;
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
