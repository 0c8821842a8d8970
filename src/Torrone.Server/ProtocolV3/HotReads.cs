using Torrone.Server.Http;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>
/// Answers from memory before routing and everything else: what a client asks most touches neither the database nor the disk.
/// Only documents that everyone may read are kept there.
/// </summary>
internal sealed class HotReads(RequestDelegate next, PackageDocuments documents, RequestBase requestBase)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string? path = request.Path.Value;
        if (path is not null && path.StartsWith("/v3", StringComparison.Ordinal)
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && documents.Find(requestBase.Of(request), path) is { } document)
        {
            return DocumentSender.SendAsync(context, document);
        }

        return next(context);
    }
}
