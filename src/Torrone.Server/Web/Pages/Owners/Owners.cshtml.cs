using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Owners;

/// <summary>/account/packages/{id}/owners: who owns a package; add, hand over, remove. A package of others looks like one that is not there.</summary>
public sealed class OwnersModel(
    OwnerQueries queries, RequestOwner request, AnswerOwnerRequest answer, RemoveOwner remove, FeedDirectory feeds, StepUp stepUp) : OwnersPage(stepUp)
{
    [BindProperty]
    public OwnerFields Input { get; set; } = new();

    /// <summary>The owner that the page asks about before removing; null when it asks nothing.</summary>
    [BindProperty(SupportsGet = true, Name = "remove")]
    public string? Asked { get; set; }

    public PackageOwnership Ownership { get; private set; } = null!;

    /// <summary>The owner behind <see cref="Asked"/>.</summary>
    public OwnerRow? AskedOwner => Ownership.MayChange ? Ownership.Owners.FirstOrDefault(o => o.PublicId == Asked) : null;

    /// <summary>This page's address with a query.</summary>
    public string Address(string query) => $"{Request.PathBase}/account/packages/{Ownership.DisplayId}/owners{query}";

    public async Task<IActionResult> OnGetAsync(string id) => await LookAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(string id)
    {
        if (!await LookAsync(id))
        {
            return NotFound();
        }

        if (await ProveAsync())
        {
            OwnerAnswer done = await request.RunAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, [id], Input.Owner ?? "", Input.IsTransfer, Site,
                HttpContext.RequestAborted);
            if (Succeeded(done.Problems))
            {
                TempData["Status"] = Done(done);
                // Whoever has handed it over may no longer look.
                return Redirect(await LookAsync(id) ? Address("") : $"{Request.PathBase}/account/packages");
            }
        }

        return Page();
    }

    public async Task<IActionResult> OnPostCancelRequestAsync(string id, string? request)
    {
        bool cancelled = await answer.CancelAsync(Person, HttpContext.SessionActor(), request ?? "", HttpContext.RequestAborted);
        if (!await LookAsync(id))
        {
            return NotFound();
        }

        TempData["Status"] = T[cancelled ? "Waiting.Cancelled" : "Waiting.Gone"];
        return Redirect(Address(""));
    }

    public async Task<IActionResult> OnPostRemoveAsync(string id, string? owner)
    {
        Asked = owner;
        if (!await LookAsync(id))
        {
            return NotFound();
        }

        string? name = AskedOwner?.Name;
        if (await ProveAsync() && Succeeded(await remove.RunAsync(
                Person, HttpContext.SessionActor(), feeds.Main.Id, id, owner ?? "", Site, HttpContext.RequestAborted) is { } problem ? [problem] : []))
        {
            TempData["Status"] = T.Format("Removed", name);
            return Redirect(await LookAsync(id) ? Address("") : $"{Request.PathBase}/account/packages");
        }

        return Page();
    }

    private async Task<bool> LookAsync(string id)
    {
        if (await queries.OfPackageAsync(Person, HttpContext.SessionActor(), feeds.Main.Id, id, HttpContext.RequestAborted) is not { } ownership)
        {
            return false;
        }

        Ownership = ownership;
        return true;
    }
}
