using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages.Prefixes;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Account;

namespace Torrone.Server.Web.Pages.Prefixes;

/// <summary>/account/prefixes: which ids are reserved for the person and its organizations, and asking for more.</summary>
[Authorize]
public sealed class PrefixesModel(PrefixQueries queries, RequestPrefix request, FeedDirectory feeds) : AccountPage
{
    private new static TextSource T => WebText.Prefixes;

    [BindProperty]
    public PrefixFields Input { get; set; } = new();

    public IReadOnlyList<PrefixReservation> Held { get; private set; } = [];

    public IReadOnlyList<PrefixRequest> Asked { get; private set; } = [];

    /// <summary>For whom the person may ask.</summary>
    public IReadOnlyList<string> Owners { get; private set; } = [];

    private SignedIn Person => HttpContext.CurrentAccount() ?? throw new InvalidOperationException("The page was reached without a session.");

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await request.RunAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, Input.Pattern ?? "", Input.Owner ?? "", Input.Reason,
                HttpContext.RequestAborted) is not { } problem)
        {
            TempData["Status"] = T.Format("Ask.Done", Input.Pattern?.Trim());
            return RedirectToPage();
        }

        ModelState.AddModelError(problem.Field.Length == 0 ? "" : "Input." + problem.Field, problem.Sentence);
        await LookAsync();
        return Page();
    }

    private async Task LookAsync()
    {
        Held = await queries.OfAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, HttpContext.RequestAborted);
        Asked = await queries.AskedByAsync(Person, feeds.Main.Id, HttpContext.RequestAborted);
        Owners = await queries.OwnersAsync(Person, HttpContext.SessionActor(), HttpContext.RequestAborted);
    }
}
