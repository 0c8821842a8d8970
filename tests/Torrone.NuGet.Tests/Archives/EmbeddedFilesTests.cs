using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

public sealed class EmbeddedFilesTests
{
    private static readonly byte[] Latin1 = [(byte)'c', (byte)'a', (byte)'f', 0xE9];

    [Fact]
    public void A_readme_must_be_there() => AssertProblems(
        Inspect(new PackageBuilder().Metadata("readme", "README.md")), new PackageProblem(ProblemCode.ReadmeMissing, "README.md"));

    [Theory]
    [InlineData("docs\\README.md")]
    [InlineData("./docs/README.md")]
    [InlineData("/docs/README.md")]
    public void A_readme_is_found_however_its_path_is_written(string written)
    {
        var inspection = Inspect(new PackageBuilder().Metadata("readme", written).Entry("docs/README.md", "hello"));

        AssertGood(inspection);
        Assert.Equal("docs/README.md", inspection.Manifest!.ReadmeFile);
        Assert.Equal("hello"u8.ToArray(), inspection.Readme);
    }

    [Fact]
    public void A_readme_is_found_under_an_escaped_name() =>
        Assert.NotNull(Inspect(new PackageBuilder().Metadata("readme", "read me.md").Entry("read%20me.md", "hello")).Readme);

    [Fact]
    public void A_readme_must_be_Markdown_text()
    {
        AssertProblems(
            Inspect(new PackageBuilder().Readme("<p>", "README.html")), new PackageProblem(ProblemCode.ReadmeExtension, "README.html"));
        AssertProblems(
            Inspect(new PackageBuilder().Metadata("readme", "README.md").Entry("README.md", Latin1)),
            new PackageProblem(ProblemCode.ReadmeNotText, "README.md"));
        AssertProblems(Inspect(new PackageBuilder().Readme("a\0b")), new PackageProblem(ProblemCode.ReadmeNotText, "README.md"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF\n")]
    public void A_readme_must_say_something(string text) =>
        AssertProblems(Inspect(new PackageBuilder().Readme(text)), new PackageProblem(ProblemCode.ReadmeEmpty, "README.md"));

    [Fact]
    public void An_icon_must_be_there_and_be_a_picture()
    {
        AssertProblems(Inspect(new PackageBuilder().Metadata("icon", "icon.png")), new PackageProblem(ProblemCode.IconMissing, "icon.png"));
        AssertProblems(
            Inspect(new PackageBuilder().Icon("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray())),
            new PackageProblem(ProblemCode.IconNotPicture, "icon.png"));
        AssertProblems(Inspect(new PackageBuilder().Icon([])), new PackageProblem(ProblemCode.IconNotPicture, "icon.png"));
    }

    [Fact]
    public void An_icon_is_told_by_its_bytes_and_not_by_its_name()
    {
        Assert.Equal("image/png", Inspect(new PackageBuilder().Icon(path: "icon.jpg")).IconMediaType);
        Assert.Equal("image/jpeg", Inspect(new PackageBuilder().Icon([0xFF, 0xD8, 0xFF, 0xDB])).IconMediaType);
    }

    [Theory]
    [InlineData("LICENSE")]
    [InlineData("LICENSE.txt")]
    [InlineData("docs/license.MD")]
    public void A_license_file_has_one_of_three_extensions(string path)
    {
        var inspection = Inspect(new PackageBuilder().LicenseFile("Free", path));

        AssertGood(inspection);
        Assert.Equal("Free"u8.ToArray(), inspection.License);
        Assert.Equal(path.EndsWith("MD", StringComparison.Ordinal), inspection.LicenseIsMarkdown);
        Assert.DoesNotContain(inspection.Warnings, warning => warning.Code.StartsWith("license", StringComparison.Ordinal));
    }

    [Fact]
    public void A_license_file_must_be_there_and_be_text()
    {
        AssertProblems(
            Inspect(new PackageBuilder().Metadata("license", "L.txt", ("type", "file"))),
            new PackageProblem(ProblemCode.LicenseFileMissing, "L.txt"));
        AssertProblems(
            Inspect(new PackageBuilder().LicenseFile("x", "L.rtf")), new PackageProblem(ProblemCode.LicenseFileExtension, "L.rtf"));
        AssertProblems(
            Inspect(new PackageBuilder().Metadata("license", "L", ("type", "file")).Entry("L", Latin1)),
            new PackageProblem(ProblemCode.LicenseFileNotText, "L"));
        AssertProblems(Inspect(new PackageBuilder().LicenseFile("", "L")), new PackageProblem(ProblemCode.LicenseFileEmpty, "L"));
    }

    [Fact]
    public void Everything_that_is_wrong_with_the_files_is_said_at_once() => AssertProblems(
        Inspect(new PackageBuilder().Readme("", "a.md").Icon([1], "b.png").LicenseFile("\0", "c")),
        new PackageProblem(ProblemCode.IconNotPicture, "b.png"),
        new PackageProblem(ProblemCode.ReadmeEmpty, "a.md"),
        new PackageProblem(ProblemCode.LicenseFileNotText, "c"));
}
