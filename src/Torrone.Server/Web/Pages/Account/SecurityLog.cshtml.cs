using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Audit;
using Torrone.Server.Web.Logs;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>What happened to one's account and what one did, newest first, to look through and to keep.</summary>
public sealed class SecurityLogModel(AuditTrail trail) : OwnAccountPage
{
    private const int OnPage = 50;
    private const int LongestText = 128;

    /// <summary>What the filter offers: beginnings of the words of acts.</summary>
    public static readonly IReadOnlyList<string> Kinds = 
        ["signin", "session", "password", "passkey", "authenticator", "email", "key", "account", "owner", "member", "proof"];

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>The public id of the last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public AuditTable Table { get; private set; } = new([], null);

    /// <summary>The address of the same rows as a table to download.</summary>
    public string Csv => Address("Csv", null);

    public async Task OnGetAsync()
    {
        List<AuditRow> rows = await ReadAsync(OnPage + 1);
        bool more = rows.Count > OnPage;
        rows = rows.GetRange(0, Math.Min(rows.Count, OnPage));
        Table = new AuditTable(rows, more ? Address(null, rows[^1].PublicId) : null, !string.IsNullOrEmpty(Kind) || !string.IsNullOrEmpty(Text));
    }

    public async Task<IActionResult> OnGetCsvAsync()
    {
        Before = null;
        await AuditExport.SendAsync(Response, "security-log.csv", await ReadAsync(AuditExport.Most));
        return new EmptyResult();
    }

    private async Task<List<AuditRow>> ReadAsync(int most)
    {
        string? kind = Kinds.Contains(Kind) ? Kind : null;
        string text = Text ?? "";
        List<AuditRow> rows = await trail.ReadAsync(new AuditFilter
        {
            PrincipalId = Person.PrincipalId,
            Kind = kind,
            Text = text.Length <= LongestText ? text : text[..LongestText],
            Before = Before,
            Most = most,
        }, HttpContext.RequestAborted);
        // From where somebody else acted is not for the person to know; from where a stranger tried is.
        return rows.ConvertAll(row => row.ActorId is { } actor && actor != Person.PrincipalId ? row with { Address = null, UserAgent = null } : row);
    }

    private string Address(string? handler, string? before) =>
        Url.Page(null, handler, new { kind = Kind, q = Text, before })
            ?? throw new InvalidOperationException("The page has no address.");
}
