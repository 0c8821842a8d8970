using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Download;
using Torrone.Storage;

namespace Torrone.Server.ProtocolV3;

/// <summary>The flat container: all that restore reads. Version list, nupkg, nuspec, README, icon, license.</summary>
internal sealed class FlatContainerEndpoints(DocumentReads reads, PackageFiles files, IBlobStore blobs, DownloadCounter downloads)
{
    // Larger packages are sent from the disk: a few of them would push out every document.
    private const long LargestInMemory = 2 << 20;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v3-flatcontainer/{id}/index.json", Reading,
            (HttpContext context, FlatContainerEndpoints self, string id) => self.VersionsAsync(context, id));
        routes.MapMethods("/v3-flatcontainer/{id}/{version}/{file}", Reading,
            (HttpContext context, FlatContainerEndpoints self, string id, string version, string file) => self.FileAsync(context, id, version, file));
    }

    private Task VersionsAsync(HttpContext context, string id) =>
        reads.SendAsync(context, id, (package, _) => FlatIndex.Write(package.Versions.Select(v => v.Version)));

    private async Task FileAsync(HttpContext context, string id, string version, string file)
    {
        file = file.ToLowerInvariant();
        if (!PackageId.TryParse(id, out PackageId? packageId) || !PackageVersion.TryParse(version, out PackageVersion? packageVersion)
            || !IsFile(packageId, packageVersion, file))
        {
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
            return;
        }

        // Under one spelling: looking into an archive is dear, and must not be done again for "README" and "ReadMe".
        await reads.SendAsync(context, packageId, packageVersion, $"/v3-flatcontainer/{packageId.Lower}/{packageVersion.Lower}/{file}",
            (found, _) => RenderAsync(found, file, context.RequestAborted));
    }

    // Whatever else is asked for is not there, and costs neither a query nor a place in memory.
    private static bool IsFile(PackageId id, PackageVersion version, string file) =>
        file is "readme" or "icon" or "license" || file == $"{id.Lower}.nuspec" || file == $"{id.Lower}.{version.Lower}.nupkg";

    private async Task<RenderedDocument> RenderAsync(VersionRecord version, string file, CancellationToken cancellation)
    {
        if (file.EndsWith(".nupkg", StringComparison.Ordinal))
        {
            return await PackageAsync(version, cancellation);
        }

        PackageInspection? inside = await files.OpenAsync(version.Blob, cancellation);
        return file switch
        {
            "readme" => Embedded(inside?.Readme, "text/plain; charset=utf-8"),
            "license" => Embedded(inside?.License, "text/plain; charset=utf-8"),
            "icon" => Embedded(inside?.Icon, inside?.IconMediaType ?? "image/png"),
            _ => Embedded(inside?.NuspecBytes, "text/xml; charset=utf-8"),
        };
    }

    private async Task<RenderedDocument> PackageAsync(VersionRecord version, CancellationToken cancellation)
    {
        DownloadTally tally = downloads.For(version.Id);
        if (version.Size > LargestInMemory && blobs.LocalPath(version.Blob) is { } path)
        {
            return File.Exists(path)
                ? RenderedDocument.OnDisk(path, version.Size, version.Blob.ToString()[..24], "application/octet-stream", tally)
                : throw new FileNotFoundException($"The bytes of version row {version.Id} are not in the store: run torrone verify.");
        }

        await using Stream stream = await blobs.OpenReadAsync(version.Blob, cancellation)
            ?? throw new FileNotFoundException($"The bytes of version row {version.Id} are not in the store: run torrone verify.");
        byte[] body = new byte[version.Size];
        await stream.ReadExactlyAsync(body, cancellation);
        return RenderedDocument.Immutable(body, "application/octet-stream", compress: false, tally);
    }

    private static RenderedDocument Embedded(byte[]? bytes, string contentType) => bytes is null or { Length: 0 }
        ? RenderedDocument.Missing
        : RenderedDocument.Immutable(bytes, contentType, compress: !contentType.StartsWith("image/", StringComparison.Ordinal));
}
