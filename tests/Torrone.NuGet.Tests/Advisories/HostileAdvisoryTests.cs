using System.Text;
using Torrone.NuGet.Advisories;

namespace Torrone.NuGet.Tests.Advisories;

/// <summary>Whatever is in a file, the reader answers what it is not, and never more than it was given time for.</summary>
public sealed class HostileAdvisoryTests
{
    [Theory]
    [InlineData("", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("[]", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("null", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("7", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("{}", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("{\"id\":7}", AdvisoryProblem.Identifier)]
    [InlineData("{\"id\":\"../../x\"}", AdvisoryProblem.Identifier)]
    [InlineData("{\"id\":\"a b\"}", AdvisoryProblem.Identifier)]
    [InlineData("{\"id\":\"\\ud800\"}", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("{\"ghsa_id\":null}", AdvisoryProblem.Identifier)]
    [InlineData("{\"id\":\"X\"", AdvisoryProblem.NotJson)]
    [InlineData("PK\u0003\u0004", AdvisoryProblem.NotJson)]
    [InlineData("{\"id\":\"X\",\"affected\":{}}", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("{\"id\":\"X\",\"modified\":\"soon\",\"affected\":[{\"package\":{\"ecosystem\":\"NuGet\",\"name\":\"A\"},\"versions\":[\"1.0.0\"]}]}", AdvisoryProblem.Time)]
    [InlineData("{\"id\":\"X\",\"modified\":7,\"affected\":[{\"package\":{\"ecosystem\":\"NuGet\",\"name\":\"A\"},\"versions\":[\"1.0.0\"]}]}", AdvisoryProblem.Time)]
    [InlineData("{\"id\":\"X\",\"affected\":[{\"package\":{\"ecosystem\":\"NuGet\",\"name\":\"../A\"},\"versions\":[\"1.0.0\"]}]}", AdvisoryProblem.PackageId)]
    [InlineData("{\"id\":\"X\",\"affected\":[{\"package\":{\"ecosystem\":\"NuGet\"},\"versions\":[\"1.0.0\"]}]}", AdvisoryProblem.PackageId)]
    public void Wrong_types_and_texts_are_named(string json, AdvisoryProblem problem) => Assert.Equal(problem, Assert.Single(Read(json)).Problem);

    [Theory]
    [InlineData("{\"id\":\"X\"}")]
    [InlineData("{\"id\":\"X\",\"affected\":null}")]
    [InlineData("{\"id\":\"X\",\"affected\":[7,\"x\",null,{\"package\":7},{\"package\":{\"ecosystem\":7}}]}")]
    [InlineData("{\"id\":\"X\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"a\"}}]}")]
    public void Advisories_about_others_are_no_problem(string json) => Assert.True(Assert.Single(Read(json)).IsElsewhere);

    [Fact]
    public void Depth_is_bounded()
    {
        string deep = "{\"id\":\"X\",\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        Assert.Equal(AdvisoryProblem.NotJson, Assert.Single(Read(deep)).Problem);
    }

    [Fact]
    public void What_was_good_before_the_broken_part_is_kept()
    {
        List<AdvisoryFinding> findings = Read($"[{AdvisoryReaderTests.Osv},{{\"id\":\"Y\"");
        Assert.NotNull(findings[0].Record);
        Assert.Equal(AdvisoryProblem.NotJson, findings[1].Problem);
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public void Each_count_is_bounded()
    {
        string versions = string.Join(',', Enumerable.Range(0, AdvisoryLimits.Versions + 1).Select(i => $"\"1.0.{i}\""));
        AssertTooMuch(One($"\"versions\":[{versions}]"));
        AssertTooMuch(One($"\"versions\":[{string.Join(',', Enumerable.Range(0, AdvisoryLimits.Ranges + 1).Select(i => $"\"1.0.{i}\""))}]"));
        string events = string.Join(',', Enumerable.Range(0, AdvisoryLimits.Events + 1).Select(i => $"{{\"introduced\":\"{i}.0.0\"}}"));
        AssertTooMuch(One($"\"ranges\":[{{\"type\":\"SEMVER\",\"events\":[{events}]}}]"));
        AssertTooMuch($"{{\"id\":\"X\",\"affected\":[{string.Join(',', Enumerable.Range(0, AdvisoryLimits.Packages + 1).Select(i => $"{{\"package\":{{\"ecosystem\":\"NuGet\",\"name\":\"A{i}\"}},\"versions\":[\"1.0.0\"]}}"))}]}}");
        string aliases = string.Join(',', Enumerable.Range(0, AdvisoryLimits.Aliases + 1).Select(i => $"\"CVE-{i}\""));
        AssertTooMuch("{\"aliases\":[" + aliases + "]," + One("\"versions\":[\"1.0.0\"]")[1..]);
        Assert.Equal(AdvisoryProblem.TooLarge, Assert.Single(AdvisoryReader.Read(new byte[AdvisoryLimits.FileBytes + 1])).Problem);
    }

    [Fact]
    public void Long_and_strange_texts_are_cut_to_one_printable_line()
    {
        AdvisoryRecord record = Read($"{{\"summary\":\"\\u0007a\\r\\nb{new string('x', 5_000)}\"," + One("\"versions\":[\"1.0.0\"]")[1..])[0].Record!;
        Assert.StartsWith("a bxxx", record.Summary, StringComparison.Ordinal);
        Assert.Equal(AdvisoryLimits.Summary, record.Summary.Length);
        Assert.Equal(100, Read($"{{\"id\":\"{new string('/', 500)}\"}}")[0].Detail!.Length);
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        byte[] good = Encoding.UTF8.GetBytes($"[{AdvisoryReaderTests.Osv},{AdvisoryReaderTests.GitHub}]");
        uint seed = 7;
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bad = [.. good];
            for (int i = 0; i < 3; i++)
            {
                seed = (seed * 1_664_525) + 1_013_904_223;
                bad[seed % (uint)bad.Length] = (byte)(seed >> 24);
            }

            Assert.NotEmpty(AdvisoryReader.Read(bad));
        }
    }

    private static void AssertTooMuch(string json) => Assert.Equal(AdvisoryProblem.TooMuch, Assert.Single(Read(json)).Problem);

    private static string One(string affected) => $"{{\"id\":\"X\",\"affected\":[{{\"package\":{{\"ecosystem\":\"NuGet\",\"name\":\"A\"}},{affected}}}]}}";

    private static List<AdvisoryFinding> Read(string json) => [.. AdvisoryReader.Read(Encoding.UTF8.GetBytes(json))];
}
