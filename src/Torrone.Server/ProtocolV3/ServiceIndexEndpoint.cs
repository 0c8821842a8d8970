using Torrone.NuGet.V3;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Reading;

namespace Torrone.Server.ProtocolV3;

/// <summary>/v3/index.json: where everything else is.</summary>
internal static class ServiceIndexEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/v3/index.json", [HttpMethods.Get, HttpMethods.Head], SendAsync)
        .WithMetadata(new NamesNoPackageAttribute());

    private static async Task SendAsync(HttpContext context, PackageDocuments documents, RequestBase requestBase)
    {
        string baseAddress = requestBase.Of(context.Request);
        RenderedDocument document = await documents.GetAsync(baseAddress, context.Request.Path.Value!, "", () => Task.FromResult(
            new Rendering(RenderedDocument.Json(ServiceIndex.Write(
                new FeedAddresses(baseAddress), new ServiceIndexOptions { Symbols = true, Catalog = true, LegacyGallery = true })), long.MaxValue)));
        await DocumentSender.SendAsync(context, document);
    }
}
