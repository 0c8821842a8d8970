using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Packages.Delete;
using Torrone.Server.Packages.Deprecate;
using Torrone.Server.Packages.Download;
using Torrone.Server.Packages.Explain;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Packages.Prefixes;
using Torrone.Server.Packages.Push;
using Torrone.Server.Packages.Reading;
using Torrone.Server.Packages.Reports;
using Torrone.Server.Packages.Unlist;
using Torrone.Server.Packages.Verify;

namespace Torrone.Server.Packages;

/// <summary>What Program.cs calls.</summary>
public static class PackagesSetup
{
    public static IServiceCollection AddPackages(this IServiceCollection services) => services
        .AddSingleton<BodyDrain>()
        .AddSingleton<ReadUses>()
        .AddSingleton<PackageQueries>()
        .AddSingleton<PackageFiles>()
        .AddSingleton<KnownIds>()
        .AddSingleton<DownloadHistory>()
        .AddSingleton<KeyToll>()
        .AddSingleton<InspectPackage>()
        .AddSingleton<LookAlikeIds>()
        .AddSingleton<PushPackage>()
        .AddSingleton<StagedUploads>()
        .AddSingleton<SetListed>()
        .AddSingleton<DeprecateVersions>()
        .AddSingleton<ImportAdvisories>()
        .AddSingleton<DecideAdvisory>()
        .AddSingleton<AdvisoryList>()
        .AddSingleton<AdvisoryDrafts>()
        .AddOwners()
        .AddPrefixes()
        .AddReports()
        .AddSingleton<ExplainKey>()
        .AddSingleton(s => new OwnerNotes(s.GetRequiredService<EventLog>()).Touched)
        .AddSingleton<BlobSweeper>()
        .AddSingleton<DeleteVersion>()
        .AddHostedService(s => s.GetRequiredService<BlobSweeper>())
        .AddSingleton<PackageDocuments>()
        .AddSingleton<ILogReader>(s => s.GetRequiredService<PackageDocuments>())
        .AddSingleton<DownloadCounter>()
        .AddHostedService(s => s.GetRequiredService<DownloadCounter>());

    /// <summary>Closes a private gallery (Torrone__Read). After routing and sign-in, before whatever answers.</summary>
    public static IApplicationBuilder UseReadGate(this IApplicationBuilder app) => app.UseMiddleware<ReadGate>();

    public static IEndpointRouteBuilder MapPackages(this IEndpointRouteBuilder routes)
    {
        PackagesEndpoints.Map(routes);
        DeprecateEndpoint.Map(routes);
        VerifyEndpoints.Map(routes);
        return routes;
    }
}
