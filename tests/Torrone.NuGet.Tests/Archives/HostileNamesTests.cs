using System.Text;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

public sealed class HostileNamesTests
{
    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("lib/../../evil.txt")]
    [InlineData("lib/..")]
    [InlineData("./evil.txt")]
    [InlineData("/etc/evil")]
    [InlineData("//server/share")]
    [InlineData("C:/evil.txt")]
    [InlineData("lib/a.txt:stream")]
    [InlineData("lib/%2e%2e/%2E%2e/evil.txt")]
    [InlineData("%2fetc/evil")]
    [InlineData("lib/.. /evil.txt")]
    [InlineData("lib/.../evil.txt")]
    [InlineData("..%2fevil.txt")]
    public void A_path_that_leaves_the_package_is_refused(string name) =>
        AssertProblems(Inspect(new PackageBuilder().Entry(name, "x")), new PackageProblem(ProblemCode.EntryEscapes, name));

    [Theory]
    [InlineData("lib\\evil.txt")]
    [InlineData("..\\evil.txt")]
    [InlineData("lib%5Cevil.txt")]
    public void A_backslash_is_refused(string name) =>
        AssertProblems(Inspect(new PackageBuilder().Entry(name, "x")), new PackageProblem(ProblemCode.EntryBackslash, name));

    [Fact]
    public void Two_slashes_in_a_row_are_refused() =>
        AssertProblems(Inspect(new PackageBuilder().Entry("lib//a.txt", "x")), new PackageProblem(ProblemCode.EntryDoubleSlash, "lib//a.txt"));

    [Theory]
    [InlineData("lib/a.txt", "lib/a.txt")]
    [InlineData("lib/a.txt", "LIB/A.txt")]
    [InlineData("lib/a b.txt", "lib/a%20b.txt")]
    public void The_same_path_twice_is_refused(string first, string second) =>
        AssertProblems(
            Inspect(new PackageBuilder().Entry(first, "x").Entry(second, "y")),
            new PackageProblem(ProblemCode.EntryDuplicate, second));

    [Theory]
    [InlineData("lib/a", "lib/A/b", "lib/A")]
    [InlineData("lib", "lib/", "lib")]
    [InlineData("lib", "lib/net8.0/x/y/z", "lib")]
    public void A_file_that_is_a_folder_too_is_refused(string file, string below, string named) =>
        AssertProblems(
            Inspect(new PackageBuilder().Entry(file, "x").Entry(below, "")),
            new PackageProblem(ProblemCode.EntryFileAndFolder, named));

    [Theory]
    [InlineData("lib/a\nb")]
    [InlineData("lib/a\0b")]
    [InlineData("lib/%0d%0aX")]
    [InlineData("lib/\u0085")]
    public void Control_characters_are_refused(string name)
    {
        var inspection = Inspect(Sound().Add(name, "x"));

        AssertProblems(inspection, new PackageProblem(ProblemCode.EntryNameUnreadable, name));
        Assert.DoesNotContain(inspection.Problems[0].ReasonPhrase(), char.IsControl);
    }

    [Fact]
    public void An_empty_name_is_refused() =>
        AssertProblems(Inspect(Sound().Add("", "x")), new PackageProblem(ProblemCode.EntryNameUnreadable, ""));

    [Fact]
    public void A_name_that_is_not_Utf8_is_refused() =>
        AssertProblems(
            Inspect(Sound().Add(new RawEntry("", [1]) { NameBytes = [.. "lib/"u8, 0xE9] })),
            new PackageProblem(ProblemCode.EntryNameUnreadable, "lib/\uFFFD"));

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        AssertGood(Inspect(Sound().Add(new string('a', 1024), "x")));
        AssertProblems(Inspect(Sound().Add(new string('a', 1025), "x")), new PackageProblem(ProblemCode.EntryNameTooLong, "1024"));
    }

    [Fact]
    public void A_path_that_is_too_deep_is_refused()
    {
        var deep = string.Join('/', Enumerable.Repeat("a", 65));
        AssertGood(Inspect(Sound().Add(deep, "x")));
        AssertProblems(Inspect(Sound().Add(deep + "/a", "x")), new PackageProblem(ProblemCode.EntryTooDeep, deep + "/a", "64"));
    }

    [Fact]
    public void A_local_name_unlike_the_one_in_the_directory_is_refused() =>
        AssertProblems(
            Inspect(Sound().Add(new RawEntry("lib/good.txt", [1]) { LocalName = Encoding.UTF8.GetBytes("lib/evil.txt") })),
            new PackageProblem(ProblemCode.EntryHeaderInvalid, "lib/good.txt"));

    [Fact]
    public void Many_wrong_names_are_reported_at_once_up_to_the_limit()
    {
        var package = new PackageBuilder();
        for (var number = 0; number < 50; number++)
        {
            package.Entry($"../evil{number}", "x");
        }

        var problems = Inspect(package).Problems;
        Assert.Equal(ArchiveLimits.Default.MaxProblems, problems.Count);
        Assert.Equal(problems.Count, problems.Distinct().Count());
    }

    [Fact]
    public void A_tree_of_the_worst_paths_is_checked_quickly()
    {
        var zip = Sound();
        var prefix = string.Join('/', Enumerable.Range(0, 60).Select(_ => new string('d', 15)));
        for (var number = 0; number < 15_000; number++)
        {
            zip.Add(new RawEntry($"{prefix}/{number}", []));
        }

        var started = TimeProvider.System.GetTimestamp();
        AssertGood(Inspect(zip));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
