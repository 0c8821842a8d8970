using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Manifests;

/// <summary>What nuget.org would refuse or warn of, and what its own rules forgive.</summary>
public sealed class NuspecWarningsTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("1.0.0-1", true)]
    [InlineData("1.0.0-20260304", true)]
    [InlineData("1.0.0-beta1", false)]
    [InlineData("1.0.0-1.2", false)]
    [InlineData("1.0", false)]
    [InlineData("1.0.0+build", false)]
    public void A_version_that_old_clients_cannot_read_is_a_warning(string version, bool warned) =>
        AssertWarned(new PackageBuilder("a", version), new PackageProblem(ProblemCode.VersionLegacy, version), warned);

    [Theory]
    [InlineData("git", "https://example.com/a.git", false)]
    [InlineData("git", "git://example.com/a.git", false)]
    [InlineData("svn", "git://example.com/a", true)]
    [InlineData("git", "http://example.com/a", true)]
    [InlineData("git", "somewhere", true)]
    public void A_repository_is_named_by_an_address_that_people_can_open(string type, string url, bool warned) => AssertWarned(
        new PackageBuilder().Metadata("repository", "", ("type", type), ("url", url)), new PackageProblem(ProblemCode.RepositoryAddress, url), warned);

    [Fact]
    public void An_icon_by_address_alone_is_a_warning()
    {
        var builder = new PackageBuilder().Metadata("iconUrl", "https://example.com/icon.png");
        AssertWarned(builder, new PackageProblem(ProblemCode.IconUrlDeprecated), true);
        AssertWarned(builder.Icon(), new PackageProblem(ProblemCode.IconUrlDeprecated), false);
    }

    [Fact]
    public void An_icon_has_the_name_of_a_picture()
    {
        AssertWarned(new PackageBuilder().Icon(path: "icon.ico"), new PackageProblem(ProblemCode.IconExtension, "icon.ico"), true);
        AssertWarned(new PackageBuilder().Icon(path: "icon.PNG"), new PackageProblem(ProblemCode.IconExtension, "icon.PNG"), false);
    }

    [Fact]
    public void Warnings_are_kept_with_the_manifest()
    {
        var inspection = Inspect(new PackageBuilder());
        Assert.NotEmpty(inspection.Warnings);
        Assert.Equal(inspection.Warnings, inspection.Manifest!.Warnings!);
    }

    [Theory]
    [InlineData("https://aka.ms/deprecateLicenseUrl")]
    [InlineData("https://licenses.nuget.org/MIT")]
    public void A_license_element_may_stand_beside_the_address_that_packing_writes(string url) =>
        AssertGood(Inspect(new PackageBuilder().LicenseExpression().Metadata("licenseUrl", url)));

    [Fact]
    public void A_license_element_beside_another_address_is_refused() => AssertProblems(
        Inspect(new PackageBuilder().LicenseExpression().Metadata("licenseUrl", "https://example.com/license")),
        new PackageProblem(ProblemCode.LicenseUrlDiffers, "https://example.com/license"));

    [Theory]
    [InlineData("Expression")]
    [InlineData("EXPRESSION")]
    public void The_type_of_a_license_is_read_in_any_case(string type) =>
        Assert.Equal("MIT", Inspect(new PackageBuilder().Metadata("license", "MIT", ("type", type))).Manifest?.LicenseExpression);

    [Fact]
    public void Owners_stand_in_for_missing_authors() => Assert.Equal(
        "Contoso", Inspect(new PackageBuilder().Authors("").Metadata("owners", "Contoso")).Manifest?.Authors);

    [Fact]
    public void Shared_frameworks_are_named_for_known_frameworks()
    {
        static string Nuspec(string framework) => new PackageBuilder().NuspecText().Replace("</metadata>",
            $"<frameworkReferences><group targetFramework='{framework}'/></frameworkReferences></metadata>", StringComparison.Ordinal);
        AssertGood(Inspect(new PackageBuilder().Nuspec(Nuspec("net8.0"))));
        AssertProblems(Inspect(new PackageBuilder().Nuspec(Nuspec("nyet8.0"))), new PackageProblem(ProblemCode.FrameworkUnknown, "nyet8.0"));
    }

    private static void AssertWarned(PackageBuilder package, PackageProblem warning, bool warned)
    {
        var inspection = Inspect(package);
        AssertGood(inspection);
        Assert.Equal(warned, inspection.Warnings.Contains(warning));
    }
}
