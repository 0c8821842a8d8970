using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V2;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V2;

internal static class Entries
{
    public static V2Addresses Addresses { get; } = new(new FeedAddresses("https://t.example/base/"));

    public static V2Entry Entry(string id, string version, Func<PackageManifest, PackageManifest>? with = null)
    {
        Assert.True(PackageVersion.TryParse(version, out var parsed));
        PackageManifest manifest = new() { Id = id, Version = version, Authors = "Ada, Grace", Description = "Reads things." };
        return new V2Entry
        {
            Version = parsed,
            Manifest = with?.Invoke(manifest) ?? manifest,
            Listed = true,
            IsLatest = !parsed.IsPrerelease,
            IsAbsoluteLatest = true,
            Published = 1_700_000_000_000,
            Changed = 1_700_000_001_000,
            Downloads = 3,
            TotalDownloads = 10,
            Size = 1_000,
            Hash = [1, 2, 3],
        };
    }
}
