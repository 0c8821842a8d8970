using Torrone.Server.Audit;
using Torrone.Server.Http;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Logs;

/// <summary>A log as a table to download, for those whom it concerns: people and organizations. The site's own has more columns.</summary>
public static class AuditExport
{
    /// <summary>The most rows of one download, newest first.</summary>
    public const int Most = 10_000;

    private static TextSource T => WebText.Account;

    /// <summary>Writes the rows as CSV, in which what people typed can do no harm.</summary>
    /// <param name="fileName">What browsers save it as.</param>
    public static Task SendAsync(HttpResponse response, string fileName, IReadOnlyList<AuditRow> rows) => CsvWriter.SendAsync(response, fileName,
        [T["Log.When"], T["Log.Who"], T["Log.Act"], T["Log.What"], T["Log.Key"], T["Log.From"], T["Log.Client"]],
        rows.Select(row => (IReadOnlyList<string?>)
            [CsvWriter.Moment(row.At), row.ActorName, row.Action, AuditWords.Plain(row), row.KeyName, row.Address, row.UserAgent]).ToAsyncEnumerable());
}
