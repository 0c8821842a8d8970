using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Audit;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Logs;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}/log: what happened to it, its members and the keys that act for it. For its administrators.</summary>
public sealed class LogModel(AuditTrail trail, OrganizationDirectory directory, StepUp stepUp) : OrganizationPage(directory, stepUp)
{
    private const int OnPage = 50;
    private const int LongestText = 128;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    /// <summary>The row that the page before ended with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public override string Tab => "log";

    public AuditTable Table { get; private set; } = new([], null);

    /// <summary>The address of the same rows as a table to download.</summary>
    public string Csv => Target(("handler", "Csv"));

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Organization.IsAdmin)
        {
            return Forbid();
        }

        List<AuditRow> rows = await ReadAsync(Before, OnPage + 1);
        bool more = rows.Count > OnPage;
        List<AuditRow> shown = more ? rows[..OnPage] : rows;
        Table = new AuditTable(shown, more ? Target(("before", shown[^1].PublicId)) : null, !string.IsNullOrEmpty(Query));
        return Page();
    }

    public async Task<IActionResult> OnGetCsvAsync()
    {
        if (!Organization.IsAdmin)
        {
            return Forbid();
        }

        await AuditExport.SendAsync(Response, $"log-{Organization.Name}.csv", await ReadAsync(before: null, AuditExport.Most));
        return new EmptyResult();
    }

    private Task<List<AuditRow>> ReadAsync(string? before, int most)
    {
        string text = Query ?? "";
        return trail.ReadAsync(new AuditFilter
        {
            PrincipalId = Organization.PrincipalId,
            WithKeysThatActForIt = true,
            Text = text.Length <= LongestText ? text : text[..LongestText],
            Before = before,
            Most = most,
        }, HttpContext.RequestAborted);
    }

    private string Target((string Name, string Value) more) =>
        $"{Address(Tab)}{QueryString.Create([KeyValuePair.Create("q", Query), KeyValuePair.Create<string, string?>(more.Name, more.Value)])}";
}
