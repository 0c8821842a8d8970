using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Torrone.Server.Packages.Push;

/// <summary>Finds the package in a request: the first file of a multipart form (the real client), or the whole body (some tools).</summary>
public static class PackageBody
{
    private const int LongestBoundary = 70; // RFC 2046, section 5.1.1
    private const int MostSections = 8;
    private const int BufferSize = 64 * 1024;

    /// <summary>The package's stream, read once; null when the request holds none.</summary>
    /// <exception cref="InvalidDataException">The form is malformed, or its headers or a part before the package are too long.</exception>
    /// <param name="mostBytes">The most bytes of any one part, so that what stands before the package is bounded, too.</param>
    public static async Task<Stream?> OpenAsync(HttpRequest request, long mostBytes, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return request.ContentLength == 0 ? null : request.Body;
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "";
        if (boundary.Length is 0 or > LongestBoundary)
        {
            return null;
        }

        MultipartReader reader = new(boundary, request.Body, BufferSize)
        {
            HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024, BodyLengthLimit = mostBytes,
        };
        for (int i = 0; i < MostSections && await reader.ReadNextSectionAsync(cancellation) is { } section; i++)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
                && (disposition.IsFileDisposition() || disposition.Name == "package"))
            {
                return section.Body;
            }
        }

        return null;
    }
}
