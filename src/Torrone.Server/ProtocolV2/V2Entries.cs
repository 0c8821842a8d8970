using Torrone.NuGet.V2;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV2;

/// <summary>A package's versions as entries.</summary>
internal static class V2Entries
{
    /// <summary>From the lowest to the highest version; unlisted ones too, those that need SemVer 2 only for who knows it.</summary>
    public static IReadOnlyList<V2Entry> Of(PackageRecord package, bool semVer2)
    {
        VersionRecord[] seen = [.. package.Versions.Where(v => semVer2 || !v.SemVer2)];
        VersionRecord? latest = Array.FindLast(seen, v => v is { Listed: true, Prerelease: false });
        VersionRecord? absolute = Array.FindLast(seen, v => v.Listed);
        string[] owners = [.. package.Owners.Select(o => o.Name)];
        return Array.ConvertAll(seen, v => new V2Entry
        {
            Version = v.Version,
            Manifest = v.Manifest,
            Listed = v.Listed,
            IsLatest = v == latest,
            IsAbsoluteLatest = v == absolute,
            Published = v.PublishedAt,
            Changed = v.ChangedAt,
            Downloads = v.Downloads,
            TotalDownloads = package.Downloads,
            Size = v.Size,
            Hash = v.Hash,
            Owners = owners,
        });
    }
}
