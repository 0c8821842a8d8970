namespace Torrone.Server.Cli;

/// <summary>Columns of text, two spaces apart.</summary>
internal static class TextTable
{
    /// <summary>Writes the titles (keys "Column.Name" of the texts) and the rows.</summary>
    public static async Task WriteAsync(TextWriter output, string[] titles, IReadOnlyList<string[]> rows)
    {
        string[][] lines = [[.. titles.Select(t => CliText.Text["Column." + t])], .. rows];
        int[] widths = [.. titles.Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            await output.WriteLineAsync(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
