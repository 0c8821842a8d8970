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

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    /// <summary>The row that the page before ended with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public override string Tab => "log";

    public AuditTable Table { get; private set; } = new([], null);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Organization.IsAdmin)
        {
            return Forbid();
        }

        List<AuditRow> rows = await trail.ReadAsync(
            new AuditFilter { PrincipalId = Organization.PrincipalId, WithKeysThatActForIt = true, Text = Query, Before = Before, Most = OnPage + 1 },
            HttpContext.RequestAborted);
        bool more = rows.Count > OnPage;
        List<AuditRow> shown = more ? rows[..OnPage] : rows;
        Table = new AuditTable(shown, more
            ? $"{Address(Tab)}{QueryString.Create([KeyValuePair.Create<string, string?>("q", Query), KeyValuePair.Create<string, string?>("before", shown[^1].PublicId)])}"
            : null);
        return Page();
    }
}
