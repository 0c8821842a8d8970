using System.Buffers;
using System.Globalization;
using System.Text;

namespace Torrone.Server.Http;

/// <summary>
/// The one place that writes a table for download (RFC 4180, UTF-8 with a mark that spreadsheets want). What strangers chose (names,
/// client names, addresses of pages) stands in such tables, and a spreadsheet runs a cell that begins like a formula: such a cell gets
/// an apostrophe before it, which a spreadsheet takes for "this is text".
/// </summary>
public static class CsvWriter
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    private const string FormulaBegins = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    // Where a spreadsheet of another country, or a paste, lets a new cell begin.
    private const string CellMayBegin = ";\t\r\n";

    /// <summary>Sends the whole table as a file. Nothing may have been sent yet.</summary>
    /// <param name="fileName">Letters, digits, "-" and "." alone; it ends with ".csv".</param>
    /// <param name="header">The names of the columns, for people.</param>
    /// <param name="rows">As they come: a long table is never in memory whole. Null is an empty cell.</param>
    public static async Task SendAsync(
        HttpResponse response, string fileName, IReadOnlyList<string?> header, IAsyncEnumerable<IReadOnlyList<string?>> rows)
    {
        if (fileName.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException("A file name of letters, digits, '-' and '.'.", nameof(fileName));
        }

        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        CancellationToken cancellation = response.HttpContext.RequestAborted;
        await using StreamWriter writer = new(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Row(header).AsMemory(), cancellation);
        await foreach (IReadOnlyList<string?> row in rows.WithCancellation(cancellation))
        {
            await writer.WriteAsync(Row(row).AsMemory(), cancellation);
        }
    }

    /// <summary>One line with its end. Every cell stands in quotation marks.</summary>
    public static string Row(IEnumerable<string?> cells) =>
        string.Join(',', cells.Select(c => $"\"{Harmless(c ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n";

    /// <summary>A moment as every program reads it: 2027-02-19T14:05:09Z. Null for none.</summary>
    /// <param name="at">UTC Unix milliseconds.</param>
    public static string? Moment(long? at) => at is { } ms
        ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : null;

    /// <summary>The text with an apostrophe wherever a spreadsheet could begin to read a formula.</summary>
    public static string Harmless(string text)
    {
        StringBuilder safe = new(text.Length + 1);
        bool begins = true;
        foreach (char c in text)
        {
            bool leadingSpace = safe.Length == 0 && CellMayBegin.Contains(c, StringComparison.Ordinal) && c != ';';
            if ((begins && FormulaBegins.Contains(c, StringComparison.Ordinal)) || leadingSpace)
            {
                safe.Append('\'');
            }

            safe.Append(c);
            begins = CellMayBegin.Contains(c, StringComparison.Ordinal) || (begins && (c == '"' || char.IsWhiteSpace(c) || char.IsControl(c)));
        }

        return safe.ToString();
    }
}
