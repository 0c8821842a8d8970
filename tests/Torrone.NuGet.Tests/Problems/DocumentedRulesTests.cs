using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Problems;
using Torrone.Testing;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Problems;

/// <summary>docs/package-rules.md says what the code does: every rule, whether it refuses, its limit and its sentence.</summary>
public sealed partial class DocumentedRulesTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "package-rules.md"));

    private static readonly Dictionary<string, (string Kind, string Limit, string Sentence)> Rows = Row().Matches(Page)
        .ToDictionary(m => m.Groups[1].Value, m => (m.Groups[2].Value, m.Groups[3].Value, m.Groups[4].Value));

    [Fact]
    public void Every_rule_is_on_the_page_once_and_the_page_has_no_other()
    {
        var codes = typeof(ProblemCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(codes.Order(), Rows.Keys.Order());
    }

    [Fact]
    public void Each_has_its_sentence()
    {
        string[] places = ["{0}", "{1}", "{2}"];
        Assert.All(Rows, row => Assert.Equal(new PackageProblem(row.Key, places).Sentence(CultureInfo.InvariantCulture), row.Value.Sentence));
    }

    [Fact]
    public void Each_says_whether_it_refuses() =>
        Assert.All(Rows, row => Assert.Equal(ProblemCode.IsWarning(row.Key) ? "warning" : "problem", row.Value.Kind));

    [Fact]
    public void Limits_are_those_of_the_code()
    {
        var limits = ArchiveLimits.Default;
        AssertLimit("archive-directory-too-large", limits.MaxDirectoryBytes);
        AssertLimit("archive-too-many-entries", limits.MaxEntries);
        AssertLimit("archive-unpacks-too-large", limits.MaxUnpackedBytes >> 20);
        AssertLimit("archive-nested-too-large", limits.MaxUnpackedBytes >> 20);
        AssertLimit("archive-nested-too-many", limits.MaxNestedEntries);
        AssertLimit("archive-nested-too-deep", limits.MaxNesting);
        AssertLimit("archive-ratio", limits.MaxRatio, limits.RatioFreeBytes >> 20);
        AssertLimit("entry-ratio", limits.MaxRatio, limits.RatioFreeBytes >> 20);
        AssertLimit("entry-name-too-long", limits.MaxNameBytes);
        AssertLimit("nuspec-too-large", limits.MaxNuspecBytes);
        AssertLimit("readme-too-large", limits.MaxEmbeddedBytes);
        AssertLimit("icon-too-large", limits.MaxEmbeddedBytes);
        AssertLimit("license-file-too-large", limits.MaxEmbeddedBytes);
        AssertLimit("id-too-long", PackageId.MaxLength);
        AssertLimit("version-too-long", PackageVersion.MaxLength);
        Assert.Equal(limits.NewestClient.ToString(2), Rows["min-client-version-too-new"].Limit);
    }

    [Theory]
    [InlineData("title", 256)]
    [InlineData("language", 20)]
    [InlineData("releaseNotes", 35_000)]
    [InlineData("copyright", 4_000)]
    [InlineData("summary", 4_000)]
    [InlineData("tags", 4_000)]
    public void A_text_may_be_as_long_as_the_page_says_and_no_longer(string element, int most)
    {
        AssertLimit("nuspec-text-too-long", 256, 20, 35_000, 4_000);
        AssertGood(Inspect(new PackageBuilder().Metadata(element, new string('x', most))));
        AssertProblems(Inspect(new PackageBuilder().Metadata(element, new string('x', most + 1))),
            new PackageProblem(ProblemCode.NuspecTextTooLong, element, $"{most}", $"{most + 1}"));
    }

    [Fact]
    public void Counts_of_dependencies_and_depths_are_those_of_the_page()
    {
        AssertLimit("entry-too-deep", 64);
        AssertGood(Inspect(new PackageBuilder().Entry(string.Concat(Enumerable.Repeat("a/", 64)) + "b", "x")));
        AssertProblems(Inspect(new PackageBuilder().Entry(string.Concat(Enumerable.Repeat("a/", 65)) + "b", "x")),
            new PackageProblem(ProblemCode.EntryTooDeep, string.Concat(Enumerable.Repeat("a/", 65)) + "b", "64"));
        AssertLimit("dependencies-too-long", 32_767);
        var many = new PackageBuilder();
        for (var number = 0; number < 3000; number++)
        {
            many.Dependency($"Dependency{number}", "1.0.0");
        }

        AssertProblems(Inspect(many), new PackageProblem(ProblemCode.DependenciesTooLong, "32767"));
        AssertLimit("dependency-groups-too-many", 200);
    }

    private static void AssertLimit(string code, params long[] numbers) => Assert.Equal(
        numbers, Number().Matches(Rows[code].Limit.Split(", or")[0]).Select(m => long.Parse(m.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))
            .Where(number => number != 1));

    [GeneratedRegex(@"(?m)^\| `([a-z0-9-]+)` \| (problem|warning) \| (.*?) ?\| (.+) \|$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();

    [GeneratedRegex("[0-9][0-9,]*[0-9]|[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
