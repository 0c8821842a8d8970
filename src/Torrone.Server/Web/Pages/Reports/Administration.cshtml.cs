using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Packages.Reports;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Admin;

namespace Torrone.Server.Web.Pages.Reports;

/// <summary>/admin/reports: what readers reported, oldest first, and the closing of a report with a word on what was done.</summary>
public sealed class AdministrationModel(HandleReports reports) : AdminPage
{
    private new static TextSource T => WebText.Reports;

    /// <summary>True to list the closed ones.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Closed { get; set; }

    /// <summary>From 1.</summary>
    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<PackageReport> Reports { get; private set; } = [];

    public long OpenCount { get; private set; }

    public long ClosedCount { get; private set; }

    public int PageCount => (int)Math.Max(1, ((Closed ? ClosedCount : OpenCount) + HandleReports.PageSize - 1) / HandleReports.PageSize);

    public async Task OnGetAsync()
    {
        (OpenCount, ClosedCount) = await reports.CountAsync(Person, HttpContext.RequestAborted);
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Reports = await reports.ListAsync(Person, Closed, PageNumber, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync(string? report, string? note)
    {
        bool closed = await reports.CloseAsync(Person, report ?? "", note, HttpContext.SessionActor(), HttpContext.RequestAborted);
        TempData["Status"] = T[closed ? "Admin.Done" : "Admin.Already"];
        return RedirectToPage();
    }
}
