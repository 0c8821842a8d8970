using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Manifests;

public sealed class DependenciesTests
{
    [Theory]
    [InlineData("1.0", "[1.0.0, )")]
    [InlineData("[1.0]", "[1.0.0, 1.0.0]")]
    [InlineData("(1.0,2.0]", "(1.0.0, 2.0.0]")]
    [InlineData("(,2.0)", "(, 2.0.0)")]
    [InlineData("", "(, )")]
    [InlineData("[1.0.0-beta, )", "[1.0.0-beta, )")]
    public void A_range_is_normalized(string written, string range)
    {
        var group = Assert.Single(Inspect(new PackageBuilder().Dependency("Other", written)).Manifest!.DependencyGroups);

        Assert.Equal("", group.TargetFramework);
        Assert.Equal(new PackageDependency("Other", range), Assert.Single(group.Dependencies));
    }

    [Theory]
    [InlineData("1.*", ProblemCode.DependencyFloating)]
    [InlineData("*", ProblemCode.DependencyFloating)]
    [InlineData("1.0.0-beta*", ProblemCode.DependencyFloating)]
    [InlineData("1.0.0+build", ProblemCode.DependencyMetadata)]
    [InlineData("[1.0.0, 2.0.0+build]", ProblemCode.DependencyMetadata)]
    [InlineData("one", ProblemCode.DependencyRangeInvalid)]
    [InlineData("[2.0,1.0]", ProblemCode.DependencyRangeInvalid)]
    [InlineData("(1.0)", ProblemCode.DependencyRangeInvalid)]
    public void A_range_that_nobody_can_keep_is_refused(string written, string code) =>
        AssertProblems(Inspect(new PackageBuilder().Dependency("Other", written)), new PackageProblem(code, "Other", written));

    [Fact]
    public void A_range_that_is_too_long_is_refused()
    {
        var written = $"[1.0.0-{new string('a', 250)}]";
        AssertProblems(
            Inspect(new PackageBuilder().Dependency("Other", written)), new PackageProblem(ProblemCode.DependencyRangeInvalid, "Other", written));
    }

    [Fact]
    public void An_illegal_id_is_refused() => AssertProblems(
        Inspect(new PackageBuilder().Dependency("no id", "1.0")), new PackageProblem(ProblemCode.DependencyIdInvalid, "no id"));

    [Fact]
    public void The_same_id_twice_in_a_group_is_refused()
    {
        AssertProblems(
            Inspect(new PackageBuilder().Dependency("a.b", "1.0").Dependency("A.B", "2.0")),
            new PackageProblem(ProblemCode.DependencyTwice, "A.B"));
        AssertGood(Inspect(new PackageBuilder().Dependency("a.b", "1.0", "net8.0").Dependency("a.b", "2.0", "net9.0")));
    }

    [Theory]
    [InlineData("net8.0", ".NETCoreApp8.0", "net8.0")]
    [InlineData("", "any", "any")]
    public void The_same_framework_twice_is_refused(string one, string other, string named) => AssertProblems(
        Inspect(new PackageBuilder().Dependency("a", "1.0", one).Dependency("b", "1.0", other)),
        new PackageProblem(ProblemCode.DependencyGroupTwice, named));

    [Theory]
    [InlineData("not-a-framework")]
    [InlineData("portable-")]
    [InlineData(".NETPortable,Version=v0.0,Profile=x-y")]
    public void An_unknown_framework_is_refused(string framework) => AssertProblems(
        Inspect(new PackageBuilder().Dependency("a", "1.0", framework)), new PackageProblem(ProblemCode.FrameworkUnknown, framework));

    [Fact]
    public void All_dependencies_together_have_a_longest_length()
    {
        var package = new PackageBuilder();
        for (var number = 0; number < 400; number++)
        {
            package.Dependency($"{new string('a', 90)}{number}", "1.0");
        }

        AssertProblems(Inspect(package), new PackageProblem(ProblemCode.DependenciesTooLong, "32767"));
    }

    [Fact]
    public void Groups_without_number_are_refused_before_their_frameworks_are_read()
    {
        var groups = Enumerable.Range(0, 9_000).Select(number => $"<group targetFramework='portable-net45+win8+wp8+sl5+monoandroid{number}+net403'/>");
        var package = Nuspec(string.Concat(groups)).Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var inspection = Inspect(package);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024 * 1024);
        AssertProblems(inspection, new PackageProblem(ProblemCode.DependencyGroupsTooMany, "200"));
    }

    [Fact]
    public void A_flat_list_is_for_any_framework_and_is_ignored_beside_groups()
    {
        var flat = Nuspec("<dependency id='a' version='1.0' exclude='Build,Analyzers' include='All'/>");
        var group = Assert.Single(Inspect(flat).Manifest!.DependencyGroups);
        Assert.Equal(new PackageDependency("a", "[1.0.0, )", "Build,Analyzers", "All"), Assert.Single(group.Dependencies));

        var mixed = Nuspec("<dependency id='a'/><group targetFramework='net8.0'/><group><dependency id='b'/></group>");
        var groups = Inspect(mixed).Manifest!.DependencyGroups;
        Assert.Equal(["net8.0", ""], groups.Select(one => one.TargetFramework));
        Assert.Empty(groups[0].Dependencies);
        Assert.Equal("b", Assert.Single(groups[1].Dependencies).Id);
    }

    [Theory]
    [InlineData("1.0.0", false)]
    [InlineData("1.0.0-beta", false)]
    [InlineData("1.0.0-beta.1", true)]
    [InlineData("[1.0.0, 2.0.0-rc.1)", true)]
    public void A_bound_that_needs_SemVer_2_hides_the_package_from_old_clients(string range, bool isSemVer2Only) =>
        Assert.Equal(isSemVer2Only, Inspect(new PackageBuilder().Dependency("a", range)).Manifest!.IsSemVer2Only);

    [Fact]
    public void Own_metadata_or_dotted_labels_hide_it_too()
    {
        Assert.True(Inspect(new PackageBuilder("a", "1.0.0+b")).Manifest!.IsSemVer2Only);
        Assert.True(Inspect(new PackageBuilder("a", "1.0.0-b.1")).Manifest!.IsSemVer2Only);
        Assert.False(Inspect(new PackageBuilder("a", "1.0.0-b1")).Manifest!.IsSemVer2Only);
    }

    private static PackageBuilder Nuspec(string dependencies) => new PackageBuilder("x").Nuspec(
        $"<package><metadata><id>x</id><version>1.0</version><authors>y</authors><description>z</description><dependencies>{dependencies}</dependencies></metadata></package>");
}
