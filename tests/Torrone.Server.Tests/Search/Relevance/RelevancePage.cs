using System.Globalization;
using System.Text;

namespace Torrone.Server.Tests.Search.Relevance;

/// <summary>docs/search-relevance.md: what was asked, what was expected, what came.</summary>
internal static class RelevancePage
{
    public static string Write(RelevanceSet set)
    {
        int first = set.Answers.Count(answer => answer.Rank == 1);
        int top = set.Answers.Count(answer => answer.Rank is > 0 and <= 3);
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture,
            $"""
             # How well search answers

             Written by `build/relevance` from the sets in `tests/Torrone.Server.Tests/Search/Relevance`; a test compares this page with today's answers and holds the floor.

             {set.Ids.Count:N0} packages, nearly all under names that people know (eight play a team's own), with rounded download counts, and tags and descriptions in our own words. {set.Answers.Count} queries as people type them, each with the packages that are right in the first place. Misspelled words are not among them: results answer what was typed, and the page of results suggests another spelling. The weights of the score were chosen with this set; chosen with one half of it, they reached 0.93 to 0.95 on the other half.

             | | |
             |---|---|
             | Mean reciprocal rank | **{set.MeanReciprocalRank:F3}** |
             | Right in the first place | {first} of {set.Answers.Count} |
             | Right among the first three | {top} of {set.Answers.Count} |

             ## Not in the first place

             | Query | Right | Place | First answers |
             |---|---|---|---|

             """);
        foreach (RelevanceAnswer answer in set.Answers.Where(answer => answer.Rank != 1))
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| {answer.Query} | {string.Join(", ", answer.Expected)} | {(answer.Rank == 0 ? "none" : answer.Rank)} | {string.Join(", ", answer.Found.Take(3))} |\n");
        }

        page.Append("\n## All queries\n\n| Query | First answers |\n|---|---|\n");
        foreach (RelevanceAnswer answer in set.Answers)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {answer.Query} | {string.Join(", ", answer.Found.Take(3))} |\n");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }
}
