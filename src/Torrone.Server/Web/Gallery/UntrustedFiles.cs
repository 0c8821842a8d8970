using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Torrone.NuGet.Identity;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;
using Torrone.Storage;

namespace Torrone.Server.Web.Gallery;

/// <summary>
/// The icon, README and license of a published version, byte for byte as its author packed them: never as HTML, never sniffed, in a
/// sandbox without rights.
/// </summary>
internal static class UntrustedFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/packages/{id}/{version}/icon", Reads, (HttpContext context, string id, string version) =>
            SendAsync(context, id, version, content => (content.Icon, content.IconMediaType)));
        routes.MapMethods("/packages/{id}/{version}/readme", Reads, (HttpContext context, string id, string version) =>
            SendAsync(context, id, version, content => (content.ReadmeSource, "text/plain; charset=utf-8")));
        routes.MapMethods("/packages/{id}/{version}/license", Reads, (HttpContext context, string id, string version) =>
            SendAsync(context, id, version, content => (content.License, "text/plain; charset=utf-8")));
    }

    private static readonly string[] Reads = ["GET", "HEAD"];

    private static async Task<IResult> SendAsync(
        HttpContext context, string id, string version, Func<PackageContent, (byte[]? Bytes, string? MediaType)> choose)
    {
        IServiceProvider services = context.RequestServices;
        if (!PackageId.TryParse(id, out PackageId? packageId) || !PackageVersion.TryParse(version, out PackageVersion? packageVersion))
        {
            return Results.NotFound();
        }

        long feedId = services.GetRequiredService<FeedDirectory>().Main.Id;
        BlobHash? blob = await services.GetRequiredService<PackageQueries>()
            .BlobAsync(feedId, packageId.Lower, packageVersion.Lower, context.RequestAborted);
        PackageContent? content = blob is { } hash
            ? await services.GetRequiredService<PackageContents>().OfAsync(hash, context.RequestAborted)
            : null;
        if (content is null || choose(content) is not ({ } bytes, { } mediaType))
        {
            return Results.NotFound();
        }

        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.UntrustedPolicy;
        context.Response.Headers.CacheControl = "public, max-age=86400";
        string tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
        return Results.Bytes(bytes, mediaType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}
