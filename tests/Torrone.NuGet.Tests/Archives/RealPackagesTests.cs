using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.Tests.Archives;

public sealed class RealPackagesTests
{
    [Fact]
    public void Every_package_that_this_repository_restores_inspects_without_a_problem()
    {
        var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var files = Directory.EnumerateFiles(root, "*.nupkg", SearchOption.AllDirectories).ToList();
        Assert.True(files.Count >= 20, $"{files.Count} packages in {root}: restore the solution first");

        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            var inspection = PackageArchive.Inspect(stream, ArchiveLimits.Default, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

            Assert.True(inspection.Problems.Count == 0, $"{file}: {string.Join(" ", inspection.Problems)}");
            var folder = Path.GetDirectoryName(file)!;
            Assert.True(PackageId.TryParse(inspection.Manifest!.Id, out var id));
            Assert.True(PackageVersion.TryParse(inspection.Manifest.Version, out var version));
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(folder)!), id.Lower);
            Assert.Equal(Path.GetFileName(folder), version.Lower);
            Assert.Equal(ManifestJson.Serialize(inspection.Manifest), ManifestJson.Serialize(ManifestJson.Deserialize(ManifestJson.Serialize(inspection.Manifest))));
        }
    }
}
