using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Torrone.Server.Web.Uploading;

/// <summary>
/// Reads the upload form as it arrives: first the antiforgery token, then the file. Nothing after the token is read unless the token
/// is good.
/// </summary>
internal static class UploadForm
{
    private const int LongestToken = 4096;
    private const int LongestBoundary = 128;

    /// <summary>The file's section; null when the form holds no file.</summary>
    /// <exception cref="BadHttpRequestException">It is no such form, or its token is missing or wrong.</exception>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    /// <exception cref="IOException">It is malformed, or the client has left.</exception>
    public static async Task<FileMultipartSection?> OpenAsync(HttpContext context, IAntiforgery antiforgery, string tokenField)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= LongestBoundary } boundary)
        {
            throw new BadHttpRequestException("The upload is not a form with a file.");
        }

        MultipartReader reader = new(boundary, context.Request.Body);
        MultipartSection? first = await reader.ReadNextSectionAsync(context.RequestAborted);
        if (first?.AsFormDataSection() is not { } token || token.Name != tokenField)
        {
            throw new BadHttpRequestException("The upload does not begin with its token.");
        }

        // Where the framework looks for a token that does not come in a form of its own reading.
        context.Request.Headers["RequestVerificationToken"] = await ReadAsync(first.Body, context.RequestAborted);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            throw new BadHttpRequestException("The upload's token is not good.");
        }

        MultipartSection? second = await reader.ReadNextSectionAsync(context.RequestAborted);
        return second?.AsFileSection() is { FileName.Length: > 0 } file ? file : null;
    }

    private static async Task<string> ReadAsync(Stream body, CancellationToken cancellation)
    {
        byte[] bytes = new byte[LongestToken];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.ASCII.GetString(bytes, 0, length);
    }
}
