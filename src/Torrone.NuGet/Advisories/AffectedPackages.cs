using NuGet.Versioning;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Advisories;

/// <summary>Collects what an advisory says of each package; one that names a package twice means both.</summary>
internal sealed class AffectedPackages
{
    private int count;
    private readonly Dictionary<string, (string Id, HashSet<string> Ranges)> packages = new(StringComparer.Ordinal);

    /// <summary>True for the ecosystem of NuGet, with whatever OSV may say after a colon.</summary>
    public static bool IsNuGet(string? ecosystem) =>
        ecosystem is not null && ecosystem.Split(':')[0].Equals("NuGet", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="AdvisoryException">The id is none, or there is too much.</exception>
    public void Add(string? id, IEnumerable<VersionRange> ranges)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId))
        {
            throw new AdvisoryException(AdvisoryProblem.PackageId, id);
        }

        if (!packages.TryGetValue(packageId.Lower, out var package))
        {
            packages.Add(packageId.Lower, package = (packageId.Original, new HashSet<string>(StringComparer.OrdinalIgnoreCase)));
        }

        foreach (VersionRange range in ranges)
        {
            count += package.Ranges.Add(range.ToNormalizedString()) ? 1 : 0;
            if (count > AdvisoryLimits.Ranges || packages.Count > AdvisoryLimits.Packages)
            {
                throw new AdvisoryException(AdvisoryProblem.TooMuch, packageId.Original);
            }
        }
    }

    /// <summary>All of them; none when the advisory is about other packages than NuGet's.</summary>
    /// <exception cref="AdvisoryException">One has no version that is weak.</exception>
    public IReadOnlyList<AffectedPackage> ToList() => [.. packages.Values.Select(p => p.Ranges.Count > 0
        ? new AffectedPackage(p.Id, [.. p.Ranges])
        : throw new AdvisoryException(AdvisoryProblem.NoVersions, p.Id))];
}
