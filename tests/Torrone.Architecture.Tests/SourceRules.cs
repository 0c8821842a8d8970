using System.Text.RegularExpressions;
using Xunit;

namespace Torrone.Architecture.Tests;

/// <summary>What a reader may rely on in every source file.</summary>
public sealed partial class SourceRules(ITestOutputHelper output)
{
    private const int LongestFile = 400;
    private const int LongestMedian = 90;

    [Fact]
    public void No_source_file_is_longer_than_a_sitting()
    {
        Rule.IsBrokenByNone(SourceFiles.Under("src").Select(f => (Name: SourceFiles.Name(f), Lines: File.ReadLines(f).Count()))
            .Where(f => f.Lines > LongestFile).Select(f => $"{f.Name}: {f.Lines} lines"));
    }

    [Fact]
    public void The_median_file_is_short()
    {
        int[] lines = [.. SourceFiles.Under("src").Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(f => File.ReadLines(f).Count()).Order()];
        int median = lines[lines.Length / 2];
        output.WriteLine($"{lines.Length} files, {lines.Sum()} lines, median {median}, 90% within {lines[lines.Length * 9 / 10]}, longest {lines[^1]}");
        Assert.InRange(median, 1, LongestMedian);
    }

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment()
    {
        Rule.IsBrokenByNone(SourceFiles.Under("src", "tests", "bench", "build", "docs")
            .SelectMany(f => File.ReadLines(f).Select((text, at) => (f, at, text)))
            .Where(l => LeftForLater().IsMatch(l.text)).Select(l => $"{SourceFiles.Name(l.f)}:{l.at + 1}: {l.text.Trim()}"));
    }

    [Fact]
    public void No_test_is_skipped()
    {
        Rule.IsBrokenByNone(SourceFiles.Under("tests")
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) && Skipped().IsMatch(File.ReadAllText(f))).Select(SourceFiles.Name));
    }

    // Written so that this file does not match itself.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K]|XX[X])\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"\bSkip\s*=\s*[""$]|Assert\.Ski[p]|SkipUnless\s*=|SkipWhen\s*=")]
    private static partial Regex Skipped();
}
