using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Search.Relevance;

public sealed class RelevanceTests(RelevanceSet set, ITestOutputHelper output) : IClassFixture<RelevanceSet>
{
    /// <summary>What must not be lost again.</summary>
    private const double Floor = 0.95;

    [Fact]
    public void The_expected_package_comes_first()
    {
        foreach (RelevanceAnswer answer in set.Answers.Where(answer => answer.Rank != 1))
        {
            output.WriteLine($"{answer.Rank,2} {answer.Query} ({string.Join('|', answer.Expected)}): {string.Join(", ", answer.Found.Take(4))}");
        }

        output.WriteLine($"Mean reciprocal rank {set.MeanReciprocalRank:F4} over {set.Answers.Count} queries");
        Assert.True(set.MeanReciprocalRank >= Floor, $"{set.MeanReciprocalRank:F4}");
    }

    [Fact]
    public void Every_package_is_the_first_answer_to_its_own_id()
    {
        string[] missed = [.. set.Ids.Where(id => set.Ask(id) is not [{ } first, ..] || first != id)];
        Assert.Empty(missed);
    }

    [Fact]
    public void The_set_is_large_and_asks_for_what_is_there()
    {
        Assert.InRange(set.Answers.Count, 100, int.MaxValue);
        Assert.InRange(set.Ids.Count, 1_000, int.MaxValue);
        Assert.Equal(set.Answers.Count, set.Answers.Select(answer => answer.Query).Distinct().Count());
        Assert.Empty(set.Answers.SelectMany(answer => answer.Expected).Except(set.Ids));
    }

    [Fact]
    public void The_page_about_it_says_what_is_so()
    {
        string page = Repository.File("docs", "search-relevance.md");
        string today = RelevancePage.Write(set);
        if (Environment.GetEnvironmentVariable("TORRONE_WRITE_RELEVANCE") == "1")
        {
            File.WriteAllText(page, today);
        }

        Assert.True(File.ReadAllText(page).ReplaceLineEndings("\n") == today, "docs/search-relevance.md is out of date: run build/relevance and look at what changed.");
    }
}
