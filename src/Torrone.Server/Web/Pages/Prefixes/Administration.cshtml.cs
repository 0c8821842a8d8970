using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages.Prefixes;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Admin;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Prefixes;

/// <summary>/admin/prefixes: grant, deny, reserve, release.</summary>
public sealed class AdministrationModel(PrefixQueries queries, DecidePrefix decide, FeedDirectory feeds, StepUp stepUp) : AdminPage
{
    private new static TextSource T => WebText.Prefixes;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty]
    public PrefixFields Input { get; set; } = new();

    public IReadOnlyList<PrefixRequest> Waiting { get; private set; } = [];

    public IReadOnlyList<PrefixReservation> Held { get; private set; } = [];

    public Task OnGetAsync() => LookAsync();

    public Task<IActionResult> OnPostGrantAsync(string? request, bool shared) => ActAsync("Admin.Granted",
        () => decide.GrantAsync(Person, HttpContext.SessionActor(), request ?? "", shared, Site, HttpContext.RequestAborted));

    public Task<IActionResult> OnPostDenyAsync(string? request, string? reason) => ActAsync("Admin.Denied",
        () => decide.DenyAsync(Person, HttpContext.SessionActor(), request ?? "", reason, Site, HttpContext.RequestAborted));

    public Task<IActionResult> OnPostReserveAsync() => ActAsync("Admin.Reserved",
        () => decide.ReserveAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, Input.Pattern ?? "", Input.Owner ?? "", Input.Shared, Site, HttpContext.RequestAborted));

    public Task<IActionResult> OnPostReleaseAsync(string? pattern) => ActAsync("Admin.Released",
        () => decide.ReleaseAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, pattern ?? "", HttpContext.RequestAborted));

    private async Task<IActionResult> ActAsync(string done, Func<Task<PrefixProblem?>> act)
    {
        // The lists first: they refuse whoever is no administrator before anything is asked.
        await LookAsync();
        if (!await stepUp.ProvedAsync(ModelState))
        {
            return Page();
        }

        if (await act() is { } problem)
        {
            if (problem.Field == PrefixProblem.ProofField)
            {
                stepUp.Ask(ModelState);
            }
            else
            {
                ModelState.AddModelError(problem.Field is "Pattern" or "Owner" ? "Input." + problem.Field : "", problem.Sentence);
            }

            return Page();
        }

        TempData["Status"] = T[done];
        return RedirectToPage();
    }

    private async Task LookAsync()
    {
        Waiting = await queries.WaitingAsync(Person, feeds.Main.Id, HttpContext.RequestAborted);
        Held = await queries.AllAsync(Person, feeds.Main.Id, Query ?? "", HttpContext.RequestAborted);
    }
}
