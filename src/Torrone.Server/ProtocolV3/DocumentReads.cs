using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>Renders a document about one package from one state of the database, keeps it, sends it.</summary>
internal sealed class DocumentReads(PackageDocuments documents, SliceRows rows, FeedDirectory feeds, RequestBase requestBase)
{
    private static readonly Func<PackageOutline, IEnumerable<VersionOutline>> NoVersion = _ => [];

    /// <summary>Sends a document that names versions and tells nothing else of them.</summary>
    /// <param name="write">Answers null where there is no such document.</param>
    public Task SendAsync(HttpContext context, string id, Func<PackageOutline, FeedAddresses, byte[]?> write) =>
        SendAsync(context, id, null, NoVersion, (slice, addresses) => write(slice.Outline, addresses));

    /// <summary>Sends a document about one version, or 404 when it may not be downloaded. Both are kept, until something happens to that version.</summary>
    /// <param name="path">Under which one spelling it is kept.</param>
    public async Task SendAsync(
        HttpContext context, PackageId id, PackageVersion version, string path, Func<VersionRecord, FeedAddresses, Task<RenderedDocument>> render)
    {
        string baseAddress = requestBase.Of(context.Request);
        RenderedDocument document = await documents.GetAsync(baseAddress, path, id.Lower, async () =>
        {
            (VersionRecord? found, long sequence) = await rows.VersionAsync(feeds.Main.Id, id, version, context.RequestAborted);
            return new Rendering(
                found is null ? RenderedDocument.Missing : await render(found, new FeedAddresses(baseAddress)), sequence, new VersionSpan(version, version));
        });
        await DocumentSender.SendAsync(context, document);
    }

    /// <summary>Sends the document, or 404 when the writer answers null or there is no such package. Both are kept.</summary>
    /// <param name="span">The versions that the document tells of; null when any change of the package may change it.</param>
    /// <param name="choose">Which versions it tells of in full.</param>
    public async Task SendAsync(
        HttpContext context, string id, VersionSpan? span, Func<PackageOutline, IEnumerable<VersionOutline>> choose,
        Func<PackageSlice, FeedAddresses, byte[]?> write)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId))
        {
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
            return;
        }

        string baseAddress = requestBase.Of(context.Request);
        // In lower case, as clients ask: other spellings of an address must not each take a place of their own.
        RenderedDocument document = await documents.GetAsync(baseAddress, context.Request.Path.Value!.ToLowerInvariant(), packageId.Lower, async () =>
        {
            FeedAddresses addresses = new(baseAddress);
            (PackageSlice? slice, long sequence) = await rows.ReadAsync(feeds.Main.Id, packageId.Lower, choose, addresses, context.RequestAborted);
            byte[]? body = slice is null ? null : write(slice, addresses);
            // What is not there may come by any change: a page by a version that stands on another one.
            return body is null ? new Rendering(RenderedDocument.Missing, sequence) : new Rendering(RenderedDocument.Json(body), sequence, span);
        });
        await DocumentSender.SendAsync(context, document);
    }
}
