using System.Text;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

public sealed class GoodPackageTests
{
    [Fact]
    public void A_full_package_gives_every_field_and_every_embedded_file()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];
        var builder = new PackageBuilder("Full.Package", "1.2.3-Beta.1")
            .Description(" What it is. ")
            .Authors("Ada, Grace")
            .Metadata("title", "Full package")
            .Metadata("summary", "Short")
            .Metadata("releaseNotes", "New")
            .Metadata("copyright", "(c) Ada")
            .Metadata("language", "en-US")
            .Metadata("tags", "one two,three;ONE")
            .Metadata("projectUrl", "https://example.org/full")
            .Metadata("iconUrl", "http://example.org/icon.png")
            .Metadata("owners", "somebody")
            .Metadata("requireLicenseAcceptance", "true")
            .Metadata("developmentDependency", "1")
            .Metadata("repository", "", ("type", "git"), ("url", "https://example.org/full.git"), ("commit", "abc"), ("branch", "main"))
            .Dependency("Other.Package", "1.0", "net8.0")
            .Dependency("Third.Package", "[2.0,3.0)", ".NETStandard2.0")
            .Type("DotnetTool")
            .Type("Template")
            .Readme("# Full")
            .Icon(jpeg, "images/icon.jpg")
            .LicenseFile("Free.", "LICENSE.md")
            .Framework("net8.0")
            .Framework("netstandard2.0")
            .Entry("ref/net9.0/Full.dll", "x")
            .Entry("runtimes/linux-x64/lib/net10.0/Full.dll", "x")
            .Entry("tools/net6.0/any/Full.dll", "x")
            .Entry("tools/win/setup.exe", "x")
            .Entry("lib/unknown-framework/x.dll", "x");

        var inspection = Inspect(builder);

        AssertGood(inspection);
        Assert.Empty(inspection.Warnings);
        Assert.Equal(11, inspection.EntryCount);
        Assert.Equal(builder.NuspecText(), Encoding.UTF8.GetString(inspection.NuspecBytes));
        Assert.Equal("# Full", Encoding.UTF8.GetString(inspection.Readme!));
        Assert.Equal(jpeg, inspection.Icon);
        Assert.Equal("image/jpeg", inspection.IconMediaType);
        Assert.Equal("Free.", Encoding.UTF8.GetString(inspection.License!));
        Assert.True(inspection.LicenseIsMarkdown);
        var expected = new PackageManifest
        {
            Id = "Full.Package",
            Version = "1.2.3-Beta.1",
            Title = "Full package",
            Authors = "Ada, Grace",
            Description = "What it is.",
            Summary = "Short",
            ReleaseNotes = "New",
            Copyright = "(c) Ada",
            Language = "en-US",
            Tags = ["one", "two", "three"],
            ProjectUrl = "https://example.org/full",
            IconUrl = "http://example.org/icon.png",
            IconFile = "images/icon.jpg",
            LicenseFile = "LICENSE.md",
            ReadmeFile = "README.md",
            RequireLicenseAcceptance = true,
            DevelopmentDependency = true,
            Repository = new SourceRepository("git", "https://example.org/full.git", "abc", "main"),
            PackageTypes = [new PackageType("DotnetTool"), new PackageType("Template")],
            DependencyGroups =
            [
                new DependencyGroup("net8.0", [new PackageDependency("Other.Package", "[1.0.0, )")]),
                new DependencyGroup("netstandard2.0", [new PackageDependency("Third.Package", "[2.0.0, 3.0.0)")]),
            ],
            TargetFrameworks = ["net10.0", "net6.0", "net8.0", "net9.0", "netstandard2.0"],
            IsSemVer2Only = true,
        };
        Assert.Equal(ManifestJson.Serialize(expected), ManifestJson.Serialize(inspection.Manifest!));
        Assert.Equal(["Ada", "Grace"], inspection.Manifest!.AuthorNames);
    }

    [Fact]
    public void The_plainest_package_is_good_and_is_told_what_it_lacks()
    {
        var inspection = Inspect(new PackageBuilder());

        AssertGood(inspection);
        Assert.Equal([ProblemCode.LicenseMissing, ProblemCode.ReadmeAbsent], inspection.Warnings.Select(warning => warning.Code));
        Assert.Equal([PackageType.Dependency], inspection.Manifest!.PackageTypes);
        Assert.Null(inspection.Readme);
        Assert.Null(inspection.Icon);
        Assert.Null(inspection.IconMediaType);
        Assert.Null(inspection.License);
        Assert.False(inspection.Manifest.IsSemVer2Only);
        Assert.False(inspection.Manifest.IsSigned);
    }

    [Fact]
    public void Every_length_of_content_is_checked_against_its_checksum()
    {
        foreach (var uncompressed in new[] { true, false })
        {
            var builder = new PackageBuilder();
            for (var length = 0; length < 40; length++)
            {
                builder.Entry($"content/{length}", [.. Enumerable.Range(0, length).Select(value => (byte)(value * 37))]);
            }

            AssertGood(Inspect(uncompressed ? builder.Uncompressed() : builder));
        }
    }

    [Fact]
    public void Folder_entries_and_escaped_names_are_no_problem() =>
        AssertGood(Inspect(new PackageBuilder().Entry("lib/", "").Entry("lib/net8.0/", "").Entry("lib/net8.0/a%20b.dll", "x").Entry("\u00E9.txt", "x")));

    [Fact]
    public void A_nuspec_of_another_name_is_a_warning()
    {
        var inspection = Inspect(new PackageBuilder().NuspecName("other.nuspec"));

        AssertGood(inspection);
        Assert.Contains(new PackageProblem(ProblemCode.NuspecName, "other.nuspec", "Sample.Package"), inspection.Warnings);
    }

    [Fact]
    public void A_nuspec_below_a_folder_does_not_count() =>
        AssertGood(Inspect(new PackageBuilder().Entry("content/other.nuspec", "no nuspec at all")));

    [Fact]
    public void The_stream_stays_open_and_may_be_inspected_again()
    {
        using var stream = new MemoryStream(new PackageBuilder().Build());
        var first = PackageArchive.Inspect(stream, ArchiveLimits.Default, Now, TestContext.Current.CancellationToken);
        var second = PackageArchive.Inspect(stream, ArchiveLimits.Default, Now, TestContext.Current.CancellationToken);

        Assert.Equal(ManifestJson.Serialize(first.Manifest!), ManifestJson.Serialize(second.Manifest!));
    }

    [Fact]
    public void A_cancelled_inspection_stops()
    {
        using var stream = new MemoryStream(new PackageBuilder().Build());
        Assert.ThrowsAny<OperationCanceledException>(() => PackageArchive.Inspect(stream, ArchiveLimits.Default, Now, new CancellationToken(true)));
    }
}
