using System.Globalization;
using NuGet.Versioning;
using Torrone.Fuzz.Tests.Running;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>Nuspecs, in an archive that is otherwise sound. What is taken must hold legal values alone and survive being stored.</summary>
internal sealed class NuspecTarget : FuzzTarget
{
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public override string Name => "nuspec";

    public override int LeastTaken => 50;

    public override IReadOnlyList<string> Words => PackageWords.All;

    public override IEnumerable<byte[]> Seeds =>
    [
        Text(Full().LicenseExpression("MIT OR (Apache-2.0 AND BSD-3-Clause)").Metadata("readme", "README.md").Metadata("icon", "icon.png")),
        Text(new PackageBuilder("Old").Metadata("licenseUrl", "https://example.org/l").Metadata("iconUrl", "https://example.org/i").Metadata("license", "LICENSE.txt", ("type", "file"))),
        Text(new PackageBuilder("Flat", "1.0")
            .Metadata("summary", "s").Metadata("releaseNotes", "r").Metadata("copyright", "c").Metadata("language", "en").Metadata("title", "t")
            .Metadata("requireLicenseAcceptance", "false").Metadata("developmentDependency", "true").Dependency("Other", "1.0")),
    ];

    public override object? Run(byte[] input)
    {
        var package = new RawZip().Add(new RawEntry("Some.Package.nuspec", input)).Add("README.md", "x")
            .Add(new RawEntry("icon.png", Picture)).Add("LICENSE.txt", "x").Build();
        using MemoryStream stream = new(package, writable: false);
        return PackageArchive.Inspect(stream, ArchiveLimits.Default, new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    }

    public override string Judge(byte[] input, object? result)
    {
        var inspection = (PackageInspection)result!;
        Assert.Equal(inspection.Problems.Count == 0, inspection.Manifest is not null);
        JudgeSentences(inspection);
        if (inspection.Manifest is not null)
        {
            JudgeManifest(inspection.Manifest);
        }

        return Outcome(inspection);
    }

    public static PackageBuilder Full() => new PackageBuilder("Some.Package", "1.2.3-beta")
        .Metadata("tags", "a b")
        .Metadata("projectUrl", "https://example.org/")
        .Metadata("repository", "", ("type", "git"), ("url", "https://example.org/x.git"), ("commit", "abc"))
        .Type("Dependency")
        .Dependency("Other", "[1.0,2.0)", "net8.0")
        .Dependency("Third", "1.0", "portable-net45+win8");

    /// <summary>Every sentence can be made, in every place that shows it.</summary>
    public static void JudgeSentences(PackageInspection inspection)
    {
        foreach (var problem in inspection.Problems.Concat(inspection.Warnings))
        {
            Assert.False(problem.ReasonPhrase().AsSpan().ContainsAnyExceptInRange(' ', '~'), problem.Code);
            Assert.NotEmpty(problem.Sentence(CultureInfo.InvariantCulture));
        }
    }

    public static void JudgeManifest(PackageManifest manifest)
    {
        Assert.True(PackageId.TryParse(manifest.Id, out _));
        Assert.True(PackageVersion.TryParse(manifest.Version, out _));
        Assert.True(manifest.PackageTypes.Length > 0);
        foreach (var dependency in manifest.DependencyGroups.SelectMany(group => group.Dependencies))
        {
            Assert.True(PackageId.TryParse(dependency.Id, out _), dependency.Id);
            Assert.True(VersionRange.TryParse(dependency.Range, out var range) && range.ToNormalizedString() == dependency.Range, dependency.Range);
        }

        foreach (var group in manifest.DependencyGroups)
        {
            Assert.Equal(group.TargetFramework, FrameworkName.ShortName(group.TargetFramework));
        }

        var stored = ManifestJson.Serialize(manifest);
        Assert.Equal(stored, ManifestJson.Serialize(ManifestJson.Deserialize(stored)));
    }

    /// <summary>The names of what is wrong, or which parts a good package has.</summary>
    public static string Outcome(PackageInspection inspection)
    {
        var words = Codes(inspection.Problems) + "|" + Codes(inspection.Warnings);
        if (inspection.Manifest is not { } manifest)
        {
            return words;
        }

        var parts = (inspection.Readme is not null, inspection.Icon is not null, inspection.License is not null, manifest.IsSigned, manifest.IsSemVer2Only,
            Math.Min(3, manifest.DependencyGroups.Length), Math.Min(3, manifest.TargetFrameworks.Length));
        return $"ok {words} {parts} {manifest.PackageTypes[0].Name.Length} {manifest.Repository is null} {manifest.Title is null} {manifest.Tags.Length > 1}";
    }

    private static string Codes(IReadOnlyList<PackageProblem> problems) => string.Join(',', problems.Select(p => p.Code).Distinct().Order(StringComparer.Ordinal));

    private static byte[] Text(PackageBuilder package) => System.Text.Encoding.UTF8.GetBytes(package.NuspecText());
}
