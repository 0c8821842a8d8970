namespace Torrone.Server.Web.Readme;

/// <summary>
/// Tells texts that people write from texts that were made to be slow: the Markdown library takes time quadratic in the brackets and
/// bars of one paragraph and in the number of paragraphs. The bounds are far above what any README holds.
/// </summary>
internal static class ReadmeShape
{
    private const int MostParagraphs = 5_000;
    private const int MostBracketsInParagraph = 2_000;
    private const int MostBarsInParagraph = 10_000;
    private const int MostBarsInLine = 500;

    /// <summary>True when the text may be given to the Markdown library.</summary>
    public static bool IsOrdinary(string markdown)
    {
        int paragraphs = 0;
        int brackets = 0;
        int bars = 0;
        foreach (ReadOnlySpan<char> line in markdown.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                paragraphs++;
                brackets = 0;
                bars = 0;
                continue;
            }

            int barsInLine = line.Count('|');
            brackets += line.Count('[');
            bars += barsInLine;
            if (paragraphs > MostParagraphs || brackets > MostBracketsInParagraph || bars > MostBarsInParagraph || barsInLine > MostBarsInLine)
            {
                return false;
            }
        }

        return true;
    }
}
