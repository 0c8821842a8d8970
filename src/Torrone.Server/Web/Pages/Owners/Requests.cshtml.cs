using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Owners;

/// <summary>/account/owners: what one is asked to own, and a new owner for several packages at once.</summary>
public sealed class RequestsModel(OwnerQueries queries, RequestOwner request, AnswerOwnerRequest answer, FeedDirectory feeds, StepUp stepUp) : OwnersPage(stepUp)
{
    [BindProperty]
    public OwnerFields Input { get; set; } = new();

    /// <summary>The packages that were picked.</summary>
    [BindProperty]
    public string[] Ids { get; set; } = [];

    public IReadOnlyList<OwnerRequest> Incoming { get; private set; } = [];

    /// <summary>Ids whose owners the person may change.</summary>
    public IReadOnlyList<string> Changeable { get; private set; } = [];

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostAskAsync()
    {
        if (await ProveAsync())
        {
            OwnerAnswer done = await request.RunAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, Ids, Input.Owner ?? "", Input.IsTransfer, Site,
                HttpContext.RequestAborted);
            if (Succeeded(done.Problems))
            {
                TempData["Status"] = Done(done);
                return RedirectToPage();
            }
        }

        await LookAsync();
        return Page();
    }

    public Task<IActionResult> OnPostAcceptAsync(string? request) => AcceptAsync([request ?? ""]);

    public async Task<IActionResult> OnPostAcceptAllAsync()
    {
        await LookAsync();
        return await AcceptAsync([.. Incoming.Select(i => i.PublicId)]);
    }

    public async Task<IActionResult> OnPostDeclineAsync(string? request)
    {
        bool declined = await answer.DeclineAsync(Person, HttpContext.SessionActor(), request ?? "", Site, HttpContext.RequestAborted);
        TempData["Status"] = T[declined ? "Declined" : "Waiting.Gone"];
        return RedirectToPage();
    }

    private async Task<IActionResult> AcceptAsync(IReadOnlyList<string> requests)
    {
        int accepted = 0;
        foreach (string one in requests)
        {
            accepted += Succeeded(await answer.AcceptAsync(Person, HttpContext.SessionActor(), one, Site, HttpContext.RequestAborted) is { } problem ? [problem] : []) ? 1 : 0;
        }

        if (accepted < requests.Count)
        {
            await LookAsync();
            return Page();
        }

        TempData["Status"] = T.Plural("Accepted", accepted);
        return RedirectToPage();
    }

    private async Task LookAsync()
    {
        Incoming = await queries.IncomingAsync(Person, HttpContext.SessionActor(), HttpContext.RequestAborted);
        Changeable = await queries.ChangeableAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, HttpContext.RequestAborted);
    }
}
