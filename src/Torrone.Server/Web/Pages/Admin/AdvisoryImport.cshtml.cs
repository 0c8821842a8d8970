using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/advisories/import/{draft}: what was understood of the files and what not, before anything is changed by them.</summary>
public sealed class AdvisoryImportModel(AdvisoryDrafts drafts, ImportAdvisories import) : AdminPage
{
    /// <summary>Rows of each list.</summary>
    public const int MostShown = 50;

    private static new TextSource T => WebText.Advice;

    public AdvisoryDraft Draft { get; private set; } = null!;

    public IReadOnlyList<PlannedAdvisory> Plan { get; private set; } = [];

    /// <summary>Those about packages of this gallery first, then what changes something.</summary>
    public IReadOnlyList<PlannedAdvisory> Shown =>
        [.. Plan.OrderBy(p => p.Here.Count > 0 ? 0 : 1).ThenBy(p => p.Change).ThenByDescending(p => p.Record.Severity).Take(MostShown)];

    private AdvisoryKeeper Keeper => AdvisoryKeeper.Of(Person, HttpContext.SessionActor());

    public int Count(AdvisoryChange change) => Plan.Count(p => p.Change == change);

    public async Task<IActionResult> OnGetAsync(string draft)
    {
        if (await drafts.FindAsync(Keeper, draft, HttpContext.RequestAborted) is not { } found)
        {
            return NotFound();
        }

        Draft = found;
        Plan = await import.PlanAsync(Keeper, found.Records, HttpContext.RequestAborted);
        return Page();
    }

    public async Task<IActionResult> OnPostImportAsync(string draft)
    {
        if (await drafts.FindAsync(Keeper, draft, HttpContext.RequestAborted) is not { } found)
        {
            return NotFound();
        }

        IReadOnlyDictionary<AdvisoryChange, int> counts = await import.RunAsync(Keeper, found.Records, found.Source, HttpContext.RequestAborted);
        await drafts.DiscardAsync(Keeper, draft, HttpContext.RequestAborted);
        TempData["Status"] = T.Format("Import.Done", Words.Number(counts[AdvisoryChange.New]), Words.Number(counts[AdvisoryChange.Changed]));
        return RedirectToPage("/Admin/Advisories");
    }

    public async Task<IActionResult> OnPostDiscardAsync(string draft)
    {
        await drafts.DiscardAsync(Keeper, draft, HttpContext.RequestAborted);
        TempData["Status"] = T["Import.Discarded"];
        return RedirectToPage("/Admin/Advisories");
    }
}
