using Torrone.NuGet.Licenses;
using Torrone.NuGet.Problems;
using Torrone.NuGet.Tests.Archives;
using Torrone.Testing.Packages;

namespace Torrone.NuGet.Tests.Licenses;

public sealed class LicenseExpressionTests
{
    [Theory]
    [InlineData("MIT")]
    [InlineData("GPL-2.0-or-later")]
    [InlineData("Apache-2.0+")]
    [InlineData("MIT OR Apache-2.0")]
    [InlineData("MIT AND (Apache-2.0 OR BSD-3-Clause)")]
    [InlineData("( MIT )")]
    [InlineData("GPL-3.0-only WITH Classpath-exception-2.0 OR MIT")]
    [InlineData("UNLICENSED")]
    public void A_known_expression_is_good(string text)
    {
        Assert.True(LicenseExpression.TryParse(text, out var expression));
        Assert.Empty(expression.UnknownIds);

        var inspection = Inspecting.Inspect(new PackageBuilder().LicenseExpression(text));
        Inspecting.AssertGood(inspection);
        Assert.Equal(text, inspection.Manifest!.LicenseExpression);
        Assert.Equal([ProblemCode.ReadmeAbsent], inspection.Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AND")]
    [InlineData("MIT OR")]
    [InlineData("MIT Apache-2.0")]
    [InlineData("MIT or Apache-2.0")]
    [InlineData("(MIT")]
    [InlineData("MIT)")]
    [InlineData("()")]
    [InlineData("MIT WITH")]
    [InlineData("MIT WITH (Classpath-exception-2.0)")]
    [InlineData("MIT/Apache-2.0")]
    [InlineData("+")]
    [InlineData("MIT OR UNLICENSED")]
    [InlineData("M\u0130T")]
    public void A_broken_expression_is_refused(string text)
    {
        Assert.False(LicenseExpression.TryParse(text, out _));
        Inspecting.AssertProblems(
            Inspecting.Inspect(new PackageBuilder().LicenseExpression(text)), new PackageProblem(ProblemCode.LicenseExpressionInvalid, text));
    }

    [Fact]
    public void Parentheses_without_end_are_refused()
    {
        Assert.False(LicenseExpression.TryParse(new string('(', 100_000), out _));
        Assert.True(LicenseExpression.TryParse(new string('(', 16) + "MIT" + new string(')', 16), out _));
        Assert.False(LicenseExpression.TryParse(new string('(', 17) + "MIT" + new string(')', 17), out _));
    }

    [Fact]
    public void Ids_are_in_the_order_written()
    {
        Assert.True(LicenseExpression.TryParse("(B+ OR A WITH E) AND B", out var expression));
        Assert.Equal(["B", "A", "B"], expression.Licenses);
        Assert.Equal(["E"], expression.Exceptions);
        Assert.Equal(["B", "A", "E"], expression.UnknownIds);
    }

    [Theory]
    [InlineData("mit", "mit")]
    [InlineData("GPL-3.0", "GPL-3.0")]
    [InlineData("MIT OR No-Such-License", "No-Such-License")]
    [InlineData("MIT WITH No-Such-Exception", "No-Such-Exception")]
    public void An_unknown_or_outdated_id_is_refused(string text, string unknown) => Inspecting.AssertProblems(
        Inspecting.Inspect(new PackageBuilder().LicenseExpression(text)), new PackageProblem(ProblemCode.LicenseUnknown, unknown));

    [Theory]
    [InlineData("BUSL-1.1", false)]
    [InlineData("CC-BY-NC-4.0", false)]
    [InlineData("MIT", true)]
    [InlineData("WTFPL", true)]
    [InlineData("0BSD", true)]
    public void A_license_that_nobody_approved_is_a_warning(string id, bool approved)
    {
        Assert.Equal(approved, SpdxList.IsApproved(id));
        var inspection = Inspecting.Inspect(new PackageBuilder().LicenseExpression(id));

        Inspecting.AssertGood(inspection);
        Assert.Equal(!approved, inspection.Warnings.Contains(new PackageProblem(ProblemCode.LicenseNotApproved, id)));
    }

    [Fact]
    public void The_license_element_has_a_known_type_and_version()
    {
        Inspecting.AssertProblems(
            Inspecting.Inspect(new PackageBuilder().Metadata("license", "MIT", ("type", "name"))),
            new PackageProblem(ProblemCode.LicenseTypeUnknown, "name"));
        Inspecting.AssertProblems(
            Inspecting.Inspect(new PackageBuilder().Metadata("license", "MIT", ("type", "expression"), ("version", "2.0.0"))),
            new PackageProblem(ProblemCode.LicenseVersionUnknown, "2.0.0"));
        Inspecting.AssertProblems(
            Inspecting.Inspect(new PackageBuilder().Metadata("license", "", ("type", "file"))),
            new PackageProblem(ProblemCode.NuspecElementMissing, "license"));
    }

    [Fact]
    public void The_fallback_address_beside_a_license_is_dropped()
    {
        var manifest = Inspecting.Inspect(new PackageBuilder().LicenseExpression().Metadata("licenseUrl", "https://licenses.nuget.org/MIT")).Manifest!;
        Assert.Null(manifest.LicenseUrl);

        var old = Inspecting.Inspect(new PackageBuilder().Metadata("licenseUrl", "https://example.org/license"));
        Assert.Equal("https://example.org/license", old.Manifest!.LicenseUrl);
        Assert.Contains(old.Warnings, warning => warning.Code == ProblemCode.LicenseUrlDeprecated);
    }
}
