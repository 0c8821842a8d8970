using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages.Delete;
using Torrone.Server.Text;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/packages/{id}/{version}/delete: says what goes for good, and asks for the reason, the id once more and a fresh proof.</summary>
public sealed class DeleteVersionModel(DeleteVersion delete, FeedDirectory feeds, StepUp stepUp) : AdminPage
{
    private static new TextSource T => WebText.Site;

    public DeletableVersion Found { get; private set; } = new();

    [BindProperty]
    public Fields Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string id, string version) => await FindAsync(id, version) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, string version)
    {
        if (!await FindAsync(id, version))
        {
            return NotFound();
        }

        if (!string.Equals(Input.Typed?.Trim(), Found.Id, StringComparison.OrdinalIgnoreCase))
        {
            ModelState.AddModelError("Input.Typed", T.Format("Delete.TypedOther", Found.Id));
        }

        if (string.IsNullOrWhiteSpace(Input.Reason))
        {
            ModelState.AddModelError("Input.Reason", T["Delete.ReasonMissing"]);
        }

        if (!ModelState.IsValid || !await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        switch (await delete.RunAsync(Person, feeds.Main.Id, id, version, Input.Reason!, Site, HttpContext.SessionActor(), HttpContext.RequestAborted))
        {
            case DeleteProblem.None:
                TempData["Status"] = T.Format("Delete.Done", Found.Id, Found.Version);
                return RedirectToPage("/Admin/Packages");
            case DeleteProblem.NotFound:
                return NotFound();
            case DeleteProblem.ProofTooOld:
                stepUp.Ask(ModelState);
                return Page();
            default:
                ModelState.AddModelError("Input.Reason", T["Delete.ReasonMissing"]);
                return Page();
        }
    }

    private async Task<bool> FindAsync(string id, string version)
    {
        Found = await delete.FindAsync(Person, feeds.Main.Id, id, version, HttpContext.RequestAborted) ?? new DeletableVersion();
        return Found.Id.Length > 0;
    }

    public sealed class Fields
    {
        public string? Reason { get; set; }

        public string? Typed { get; set; }
    }
}
