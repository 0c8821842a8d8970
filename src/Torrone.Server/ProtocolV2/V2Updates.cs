using NuGet.Versioning;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V2;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV2;

/// <summary>GetUpdates(): newer listed versions of packages that somebody has.</summary>
internal sealed class V2Updates(PackageQueries packages)
{
    private const int MostPackages = 500;

    /// <exception cref="V2QueryException">The lists do not go together, or name something that is none.</exception>
    public async Task<V2Page> RunAsync(long feedId, IQueryCollection query, V2Options options, CancellationToken cancellation)
    {
        string[] ids = V2Parameter.Text(query, "packageIds").Split('|', StringSplitOptions.RemoveEmptyEntries);
        string[] versions = V2Parameter.Text(query, "versions").Split('|', StringSplitOptions.RemoveEmptyEntries);
        string constraintText = V2Parameter.Text(query, "versionConstraints");
        string[] constraints = constraintText.Length == 0 ? [] : constraintText.Split('|');
        if (ids.Length != versions.Length || ids.Length > MostPackages)
        {
            throw V2QueryException.BadParameter("versions");
        }

        if (constraints.Length > 0 && constraints.Length != ids.Length)
        {
            throw V2QueryException.BadParameter("versionConstraints");
        }

        bool prerelease = V2Parameter.Flag(query, "includePrerelease");
        bool all = V2Parameter.Flag(query, "includeAllVersions");
        List<V2Entry> newer = [];
        for (int i = 0; i < ids.Length; i++)
        {
            PackageVersion have = PackageVersion.TryParse(versions[i], out PackageVersion? v) ? v : throw V2QueryException.BadParameter("versions");
            VersionRange range = VersionRange.All;
            if (constraints.Length > 0 && constraints[i].Length > 0 && !VersionRange.TryParse(constraints[i], out range!))
            {
                throw V2QueryException.BadParameter("versionConstraints");
            }

            PackageRecord? package = await packages.FindAsync(feedId, ids[i].ToLowerInvariant(), cancellation);
            V2Entry[] found = package is null ? [] :
            [
                .. V2Entries.Of(package, options.SemVer2).Where(e => e.Listed && (prerelease || !e.Version.IsPrerelease) && e.Version > have
                    && range.Satisfies(e.Version.Semantic) && options.Filter?.Matches(e) != false),
            ];
            newer.AddRange(all ? found : found.TakeLast(1));
        }

        return V2Page.Of(options.Order is null ? newer : [.. newer.Order(options.Order)], options);
    }
}
