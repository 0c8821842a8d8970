using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>Renders a document about one package from one query, keeps it, sends it.</summary>
internal sealed class DocumentReads(PackageDocuments documents, PackageQueries queries, FeedDirectory feeds, RequestBase requestBase)
{
    /// <summary>Sends the document, or 404 when the writer answers null or there is no such package. Both are kept.</summary>
    public async Task SendAsync(HttpContext context, string id, Func<PackageRecord, FeedAddresses, byte[]?> write)
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
            (PackageRecord? package, long sequence) = await queries.FindWithSequenceAsync(feeds.Main.Id, packageId.Lower, context.RequestAborted);
            byte[]? body = package is null ? null : write(package, new FeedAddresses(baseAddress));
            return (body is null ? RenderedDocument.Missing : RenderedDocument.Json(body), sequence);
        });
        await DocumentSender.SendAsync(context, document);
    }
}
