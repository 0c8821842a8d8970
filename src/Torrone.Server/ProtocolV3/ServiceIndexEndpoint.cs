using Torrone.NuGet.V3;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Packages.Reading;

namespace Torrone.Server.ProtocolV3;

/// <summary>/v3/index.json: where everything else is.</summary>
internal static class ServiceIndexEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/v3/index.json", [HttpMethods.Get, HttpMethods.Head], SendAsync)
        .WithMetadata(new NamesNoPackageAttribute());

    private static async Task SendAsync(HttpContext context, PackageDocuments documents, Database database, RequestBase requestBase)
    {
        string baseAddress = requestBase.Of(context.Request);
        // It belongs to no package: a change of the advisories drops it.
        RenderedDocument document = await documents.GetAsync(baseAddress, context.Request.Path.Value!, "", () => database.ReadSnapshotAsync(async read =>
        {
            long sequence = await EventLog.HeadAsync(read);
            bool known = await AdvisoryReads.StateAsync(read) is not null;
            return new Rendering(RenderedDocument.Json(ServiceIndex.Write(new FeedAddresses(baseAddress), new ServiceIndexOptions
            {
                Symbols = true, Catalog = true, LegacyGallery = true, Vulnerabilities = known,
            })), sequence);
        }, context.RequestAborted));
        await DocumentSender.SendAsync(context, document);
    }
}
