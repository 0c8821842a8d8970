using System.Text.RegularExpressions;
using Xunit;

namespace Torrone.Architecture.Tests;

/// <summary>What every statement has to keep, so that it means the same on both engines.</summary>
public sealed partial class SqlRules
{
    /// <summary>SQLite tells @id and @Id apart, PostgreSQL's driver does not and puts one value in the place of both.</summary>
    [Fact]
    public void No_statement_names_two_parameters_that_differ_by_case_alone()
    {
        Assert.NotEmpty(Alike("INSERT INTO t VALUES (@id, @Id)"));
        Assert.Empty(Alike("INSERT INTO t VALUES (@id, @id, @ids)"));
        string[] files = [.. SourceFiles.Under("src").Where(f => f.EndsWith(".cs", StringComparison.Ordinal))];
        Assert.Contains(files, f => File.ReadAllText(f).Contains("INSERT INTO", StringComparison.Ordinal));
        Rule.IsBrokenByNone(files.SelectMany(f => Texts().Matches(File.ReadAllText(f)).SelectMany(t => Alike(t.Value)).Select(p => $"{SourceFiles.Name(f)}: {p}")));
    }

    private static IEnumerable<string> Alike(string sql) => Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal)
        .GroupBy(p => p, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => string.Join(" and ", g));

    [GeneratedRegex(@"""""""(?s:.*?)""""""|""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Texts();

    [GeneratedRegex(@"(?<!@)@[A-Za-z_]\w*")]
    private static partial Regex Parameter();
}
