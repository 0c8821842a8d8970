using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Manifests;

public sealed class NuspecRulesTests
{
    [Theory]
    [InlineData("Bad Id")]
    [InlineData("a..b")]
    [InlineData("../../etc")]
    [InlineData(" padded ")]
    [InlineData("caf\u00E9")]
    public void An_illegal_id_is_refused(string id) =>
        AssertProblems(Inspect(new PackageBuilder(id).NuspecName("a.nuspec")), new PackageProblem(ProblemCode.IdInvalid, id));

    [Fact]
    public void An_id_that_is_too_long_is_refused()
    {
        var id = new string('a', 129);
        AssertProblems(Inspect(new PackageBuilder(id)), new PackageProblem(ProblemCode.IdTooLong, id, "128"));
    }

    [Theory]
    [InlineData("1.0.0.0.0")]
    [InlineData("one")]
    [InlineData("$version$")]
    [InlineData("1.*")]
    public void An_illegal_version_is_refused(string version) =>
        AssertProblems(Inspect(new PackageBuilder("a", version)), new PackageProblem(ProblemCode.VersionInvalid, version));

    [Theory]
    [InlineData("1.0.0-")]
    [InlineData("1-")]
    public void A_version_that_is_too_long_is_refused(string beginning)
    {
        var version = beginning + new string('a', 60);
        AssertProblems(Inspect(new PackageBuilder("a", version)), new PackageProblem(ProblemCode.VersionTooLong, version, "64"));
    }

    [Fact]
    public void What_is_required_and_missing_is_said_at_once() => AssertProblems(
        Inspect(new PackageBuilder().Nuspec("<package><metadata><description> </description></metadata></package>")),
        new PackageProblem(ProblemCode.NuspecElementMissing, "version"),
        new PackageProblem(ProblemCode.NuspecElementMissing, "id"),
        new PackageProblem(ProblemCode.NuspecElementMissing, "authors"),
        new PackageProblem(ProblemCode.NuspecElementMissing, "description"));

    [Fact]
    public void An_element_twice_is_refused() => AssertProblems(
        Inspect(new PackageBuilder().Metadata("id", "Other")), new PackageProblem(ProblemCode.NuspecElementTwice, "id"));

    [Theory]
    [InlineData("title", 256)]
    [InlineData("language", 20)]
    [InlineData("releaseNotes", 35_000)]
    [InlineData("summary", 4_000)]
    [InlineData("copyright", 4_000)]
    [InlineData("tags", 4_000)]
    public void Texts_have_their_longest_length(string element, int longest)
    {
        AssertGood(Inspect(new PackageBuilder().Metadata(element, new string('a', longest))));
        AssertProblems(
            Inspect(new PackageBuilder().Metadata(element, new string('a', longest + 1))),
            new PackageProblem(ProblemCode.NuspecTextTooLong, element, $"{longest}", $"{longest + 1}"));
    }

    [Fact]
    public void Description_and_authors_have_their_longest_length() => AssertProblems(
        Inspect(new PackageBuilder().Description(new string('a', 4_001)).Authors(new string('b', 4_002))),
        new PackageProblem(ProblemCode.NuspecTextTooLong, "authors", "4000", "4002"),
        new PackageProblem(ProblemCode.NuspecTextTooLong, "description", "4000", "4001"));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://example.org/")]
    [InlineData("example.org")]
    [InlineData("/relative")]
    [InlineData("https://")]
    [InlineData("https://user:secret@example.org/")]
    [InlineData("https://example.org/a b")]
    [InlineData("data:text/html,x")]
    public void An_address_must_be_absolute_and_of_the_web(string address)
    {
        foreach (var element in new[] { "projectUrl", "iconUrl", "licenseUrl" })
        {
            AssertProblems(
                Inspect(new PackageBuilder().Metadata(element, address)),
                new PackageProblem(ProblemCode.NuspecAddressInvalid, element, address));
        }
    }

    [Fact]
    public void A_flag_is_true_or_false() => AssertProblems(
        Inspect(new PackageBuilder().Metadata("developmentDependency", "yes")),
        new PackageProblem(ProblemCode.NuspecFlagInvalid, "developmentDependency", "YES"));

    [Fact]
    public void A_symbols_package_is_sent_elsewhere() => AssertProblems(
        Inspect(new PackageBuilder().Type("symbolspackage")), new PackageProblem(ProblemCode.SymbolsPackage));

    [Fact]
    public void A_package_type_has_a_legal_name() => AssertProblems(
        Inspect(new PackageBuilder().Type("Bad Type!")), new PackageProblem(ProblemCode.PackageTypeInvalid, "Bad Type!"));

    [Theory]
    [InlineData("2.12", null)]
    [InlineData("7.9.5", null)]
    [InlineData("7.10", ProblemCode.MinClientVersionTooNew)]
    [InlineData("99.0", ProblemCode.MinClientVersionTooNew)]
    [InlineData("soon", ProblemCode.MinClientVersionInvalid)]
    public void The_least_client_must_exist(string version, string? code)
    {
        var nuspec = new PackageBuilder().NuspecText().Replace("<metadata>", $"<metadata minClientVersion='{version}'>", StringComparison.Ordinal);
        var inspection = Inspect(new PackageBuilder().Nuspec(nuspec));

        Assert.Equal(code is null ? [] : [code], inspection.Problems.Select(problem => problem.Code));
        Assert.Equal(code is null ? version : null, inspection.Manifest?.MinClientVersion);
    }

    [Fact]
    public void Without_or_with_two_nuspecs_there_is_no_package()
    {
        AssertProblems(Inspect(new PackageBuilder().NuspecName("").Entry("a.txt", "x")), new PackageProblem(ProblemCode.NuspecMissing));
        AssertProblems(Inspect(new PackageBuilder().NuspecName("lib/a.nuspec")), new PackageProblem(ProblemCode.NuspecMissing));
        AssertProblems(
            Inspect(new PackageBuilder("a").Entry("B.NUSPEC", "x")), new PackageProblem(ProblemCode.NuspecTwice, "a.nuspec", "B.NUSPEC"));
        AssertProblems(Inspect(new RawZip()), new PackageProblem(ProblemCode.NuspecMissing));
    }

    [Fact]
    public void A_nuspec_that_is_too_large_is_refused() => AssertProblems(
        Inspect(new PackageBuilder("a").Nuspec(new byte[101]), ArchiveLimits.Default with { MaxNuspecBytes = 100 }),
        new PackageProblem(ProblemCode.NuspecTooLarge, "a.nuspec", "100"));
}
