using Torrone.NuGet.Identity;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;

namespace Torrone.Server.Web.Gallery;

/// <summary>The packages whose pages the reader may manage. The operations ask for themselves.</summary>
public sealed class ManagedPackages(PackageQueries packages, ActingFor acting, FeedDirectory feeds)
{
    /// <summary>The package; null also for one of somebody else, which looks here as if it did not exist.</summary>
    public async Task<PackageRecord?> FindAsync(HttpContext context, string id)
    {
        IReadOnlyList<long> owners = await acting.PrincipalsAsync(context);
        return PackageId.TryParse(id, out PackageId? packageId)
            && await packages.FindAsync(feeds.Main.Id, packageId.Lower, context.RequestAborted) is { } package
            && package.Owners.Any(o => owners.Contains(o.Id)) ? package : null;
    }
}
