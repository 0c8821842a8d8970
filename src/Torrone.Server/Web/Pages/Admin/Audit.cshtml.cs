using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Audit;
using Torrone.Server.Http;
using Torrone.Server.Operations.Administration;
using Torrone.Server.Text;
using Torrone.Server.Web.Logs;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/audit: every security-relevant act of the gallery, newest first, to look through and to keep.</summary>
public sealed class AuditModel(SiteAudit audit) : AdminPage
{
    private const int OnPage = 50;
    private const int AtOnce = 1_000;
    private const int MostExported = 1_000_000;
    private const int LongestText = 128;
    private const long Day = 24L * 60 * 60 * 1000;

    private static new TextSource T => WebText.Site;

    /// <summary>What the filter offers: beginnings of the words of acts.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["signin", "session", "proof", "account", "password", "email", "factor", "key", "version", "owner", "prefix", "organization", "member", "invitation", "mail"];

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>The first day, as 2026-11-21, in UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>The last day, itself included.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>The public id of the last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public AuditTable Table { get; private set; } = new([], null);

    /// <summary>The address of the same rows as a table to download.</summary>
    public string Csv => Address("Csv", null);

    public async Task OnGetAsync()
    {
        List<AuditRow> rows = await ReadAsync(OnPage + 1, Before);
        bool more = rows.Count > OnPage;
        rows = rows.GetRange(0, Math.Min(rows.Count, OnPage));
        Table = new AuditTable(rows, more ? Address(null, rows[^1].PublicId) : null, new[] { Kind, Text, From, To }.Any(v => !string.IsNullOrEmpty(v)));
    }

    public async Task<IActionResult> OnGetCsvAsync()
    {
        Require();
        await CsvWriter.SendAsync(Response, "audit.csv",
        [
            T["Csv.When"], T["Csv.Who"], T["Csv.Act"], T["Csv.Target"], T["Csv.What"], T["Csv.Concerns"], T["Csv.Key"], T["Csv.Session"],
            T["Csv.Address"], T["Csv.Client"], T["Csv.Before"], T["Csv.After"],
        ], LinesAsync());
        return new EmptyResult();
    }

    // Read a part at a time: a log of years is never in memory whole.
    private async IAsyncEnumerable<IReadOnlyList<string?>> LinesAsync()
    {
        string? before = null;
        for (int sent = 0; sent < MostExported;)
        {
            List<AuditRow> rows = await ReadAsync(AtOnce, before);
            foreach (AuditRow row in rows)
            {
                yield return
                [
                    CsvWriter.Moment(row.At), row.ActorName, row.Action, row.TargetName ?? row.TargetId, AuditWords.Plain(row), row.ConcernsName,
                    row.KeyPublicId, row.SessionPublicId, row.Address, row.UserAgent, row.BeforeValue, row.AfterValue,
                ];
            }

            if (rows.Count < AtOnce)
            {
                yield break;
            }

            sent += rows.Count;
            before = rows[^1].PublicId;
        }
    }

    private Task<List<AuditRow>> ReadAsync(int most, string? before)
    {
        string text = Text ?? "";
        return audit.ReadAsync(Person, new AuditFilter
        {
            Kind = Kinds.Contains(Kind) ? Kind : null,
            Text = text.Length <= LongestText ? text : text[..LongestText],
            From = Midnight(From),
            Until = Midnight(To) + Day,
            Before = before,
            Most = most,
        }, HttpContext.RequestAborted);
    }

    private static long? Midnight(string? day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds()
            : null;

    private string Address(string? handler, string? before) =>
        Url.Page(null, handler, new { kind = Kind, q = Text, from = From, to = To, before })
            ?? throw new InvalidOperationException("The page has no address.");
}
